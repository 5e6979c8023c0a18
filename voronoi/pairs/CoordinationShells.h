#pragma once

#include <map>
#include <vector>

#include "voronoi/pairs/RadialDistribution.h"

namespace glasscope::voronoi {

/// The part of g(r) between two minima.
struct CoordinationShell {
  int centre = 0, neighbour = 0;    ///< atomic numbers; 0, 0 for all atoms
  int number = 0;                   ///< 1 for the first shell
  double inner_A = 0, outer_A = 0;  ///< minima of the smoothed g(r); inner 0 for the first
  double peak_A = 0, peak = 0;      ///< highest point of the smoothed g(r) in the shell
  double neighbours = 0;            ///< mean number of neighbours in the shell around a centre
};

/// Mean number of neighbours from one distance to another (in whole bins of g(r)), where the
/// species that is counted has this density.
double neighboursWithin(const RadialDistribution& distribution, double inner_A, double outer_A,
                        double density_per_A3);

/// Shells of every pair distribution, nearest first, as many as end within its range. g(r) is
/// smoothed by a Gaussian of 0.1 angstrom; a maximum counts when it stands out from the minimum
/// before and after it by more than noise (DistributionPeaks.h). Unlike pairs are counted around
/// the first species (`centre`) alone; `density_per_A3` holds every species.
std::vector<CoordinationShell> coordinationShells(
    const std::vector<RadialDistribution>& distributions,
    const std::map<int, double>& density_per_A3);

}  // namespace glasscope::voronoi
