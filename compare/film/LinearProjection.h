#pragma once

#include "compare/film/MeasuredFilm.h"

namespace glasscope::compare {

/// The simplest image of atoms: each shared among the four pixels around it in proportion to their
/// distance (bilinear), then blurred by one Gaussian, mirrored at the edges of the map. On the grid
/// of `like`.
Map2 linearProjection(const Atoms& atoms, const Map2& like, double sigma_A);

}  // namespace glasscope::compare
