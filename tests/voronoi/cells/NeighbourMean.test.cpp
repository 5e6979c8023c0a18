#include "voronoi/cells/NeighbourMean.h"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/voronoi/Samples.h"

namespace glasscope::voronoi {
namespace {

/// Simple cubic: an atom and its six neighbours. One atom of 7 among zeros gives 1 to itself and to
/// each of them; undefined neighbours do not count, and an undefined atom stays so.
TEST(NeighbourMean, countsTheAtomAndItsDefinedNeighbours) {
  const auto atoms = samples::crystal(samples::cubic(3), samples::kScBasis, {4, 4, 4});
  const auto cells = tessellate(atoms);
  std::vector<double> values(atoms.size(), 0);
  values[0] = 7;
  const auto mean = neighbourMean(cells, values);
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    Vec3 d = atoms.box.toFractional(atoms.positions[i]);
    for (auto& x : d) x -= std::round(x);
    const bool near = (atoms.box.matrix() * d).norm() < 3.1;
    EXPECT_NEAR(mean[i], near ? 1 : 0, 1e-14) << i;
  }
  values[1] = NAN;  // a neighbour of atom 0
  const auto some = neighbourMean(cells, values);
  EXPECT_NEAR(some[0], 7.0 / 6, 1e-14);
  EXPECT_TRUE(std::isnan(some[1]));
}

}  // namespace
}  // namespace glasscope::voronoi
