#pragma once

#include <map>
#include <vector>

#include "core/atoms/Atoms.h"
#include "voronoi/pairs/RadialDistribution.h"

namespace glasscope::voronoi {

/// Radii of the species from the sample itself: the positions of the first peaks of the partial
/// g(r) are shared between the two atoms, r_a + r_b = peak_ab, by least squares over all pairs
/// whose peak is found (each weighs the same). Throws Error(input) when a species has no peak with
/// itself nor enough others to tell its share, or when a radius comes out as not positive.
std::map<int, double> radiiFromPairs(const Atoms& atoms);

/// The same in two steps: how pairs are to be counted, and what is made of them (total first, then
/// every pair of `species`, which are in ascending atomic number).
RadialSettings pairRadiiSettings();
std::map<int, double> radiiFromPairs(const std::vector<RadialDistribution>& pairs,
                                     const std::vector<int>& species);

}  // namespace glasscope::voronoi
