#pragma once

#include <vector>

#include "core/math/Vec.h"

namespace glasscope::sim {

/// Sites of a cubic fcc lattice in a cube that repeats, and its interstices, in edges of the cube.
struct ClusterLattice {
  std::vector<Vec3> sites;        ///< 4 cells^3
  std::vector<Vec3> octahedral;   ///< one a site
  std::vector<Vec3> tetrahedral;  ///< two a site
};
ClusterLattice clusterLattice(int cells);

/// Cells along the edge for about so many atoms, when a site stands for some of them. At least two,
/// or a cluster would be its own neighbour.
int cellsFor(double atoms, double atomsPerSite);

}  // namespace glasscope::sim
