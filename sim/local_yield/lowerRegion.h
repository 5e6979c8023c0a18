#pragma once

#include "sim/local_yield/LocalRegion.h"

namespace glasscope::sim {

/// Moves the free atoms of a region from where they are to the energy minimum below, until the norm
/// of all their forces is at most the tolerance (L-BFGS: Liu and Nocedal, Math. Program. 45, 503
/// (1989), with a line search that lowers the energy, and no atom going farther than 0.1 angstrom a
/// step, so that no minimum is jumped over). Returns the norm that is left: more, where no
/// direction lowers the energy any more to rounding, or after 5,000 steps.
double lowerRegion(LocalRegion& region, double tolerance_eV_per_A);

}  // namespace glasscope::sim
