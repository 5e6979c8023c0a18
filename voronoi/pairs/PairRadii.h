#pragma once

#include <map>

#include "core/atoms/Atoms.h"

namespace glasscope::voronoi {

/// Radii of the species from the sample itself: the positions of the first peaks of the partial
/// g(r) are shared between the two atoms, r_a + r_b = peak_ab, by least squares over all pairs
/// whose peak is found (each weighs the same). Throws Error(input) when a species has no peak with
/// itself nor enough others to tell its share, or when a radius comes out as not positive.
std::map<int, double> radiiFromPairs(const Atoms& atoms);

}  // namespace glasscope::voronoi
