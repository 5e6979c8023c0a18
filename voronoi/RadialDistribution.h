#pragma once

#include <vector>

#include "core/Atoms.h"

namespace glasscope::voronoi {

/// g(r) of one pair of species, normalised so that it is 1 for uncorrelated atoms.
struct RadialDistribution {
  int centre = 0, neighbour = 0;  ///< atomic numbers; 0, 0 for all atoms
  std::vector<double> r_A;        ///< bin centres
  std::vector<double> g;
  double firstPeak_A = 0;     ///< parabola through the highest bin and its neighbours; 0: none
  double firstMinimum_A = 0;  ///< lowest smoothed bin between first and second peak; 0: none
};

struct RadialSettings {
  double max_A = 0;  ///< 0: as far as every atom still has a full sphere of images, at most 12
  double bin_A = 0.05;
};

/// Total g(r) first, then every pair of species a <= b. In periodic directions each pair counts
/// once per image, so max_A may pass half of the box (a small box then repeats itself in g);
/// directions that are open are corrected by the exact volume of shells inside the bounding box of
/// the walls, found per atom. Threaded; same bits always. Throws Error(usage) on a bin or range
/// that is not positive or on more than 1e5 bins.
std::vector<RadialDistribution> radialDistributions(const Atoms& atoms,
                                                    const RadialSettings& settings);

}  // namespace glasscope::voronoi
