#include "sim/samples/ClusterLattice.h"

#include <algorithm>
#include <cmath>

namespace glasscope::sim {

ClusterLattice clusterLattice(int cells) {
  const Vec3 corners[] = {{0, 0, 0}, {.5, .5, 0}, {.5, 0, .5}, {0, .5, .5}};
  ClusterLattice lattice;
  for (int x = 0; x < cells; ++x) {
    for (int y = 0; y < cells; ++y) {
      for (int z = 0; z < cells; ++z) {
        for (const Vec3& corner : corners) {
          const Vec3 site = Vec3(x, y, z) + corner;
          lattice.sites.emplace_back(site / cells);
          lattice.octahedral.emplace_back((site + Vec3(.5, 0, 0)) / cells);
          for (const double quarter : {.25, .75})
            lattice.tetrahedral.emplace_back((site + Vec3::Constant(quarter)) / cells);
        }
      }
    }
  }
  return lattice;
}

int cellsFor(double atoms, double atomsPerSite) {
  return std::max(2, static_cast<int>(std::lround(std::cbrt(atoms / (4 * atomsPerSite)))));
}

}  // namespace glasscope::sim
