#pragma once

#include "compare/truth/TruthMap.h"

namespace glasscope::compare {

/// The dark-field image of atoms that scatter on their own: sum_i Z_i^exponent w_ij, with the probe
/// at the depth of each atom. A forward model of milliseconds: no channelling, no interference of
/// neighbours, and an unknown scale, but the right depth of focus. 1.7 is usual between 60 and 200
/// mrad (Treacy, Microsc. Microanal. 17, 847 (2011)). Unit: 1/angstrom^2.
Map2 incoherentImage(const TruthMap& truth, const Atoms& atoms, double exponent = 1.7);

}  // namespace glasscope::compare
