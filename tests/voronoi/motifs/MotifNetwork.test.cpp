#include "voronoi/motifs/MotifNetwork.h"

#include <gtest/gtest.h>

#include "tests/voronoi/motifs/FrankKasper.h"

namespace glasscope::voronoi {
namespace {

/// One icosahedron in a unit cell of A15: all that it is linked with are its own images, and
/// through these it percolates along every edge of the box.
TEST(MotifNetwork, ofOneCentreAndItsImagesPercolates) {
  const auto atoms = samples::a15({1, 1, 1});
  const auto cells = tessellate(atoms);
  std::vector<std::uint8_t> centres(atoms.size(), 0);
  centres[0] = 1;
  const auto network = motifNetwork(atoms, cells, centres, {});
  EXPECT_EQ(network.centres, 1);
  EXPECT_EQ(network.sharing.largest(), 1);
  EXPECT_EQ(network.sharing.percolation(), 7);
  // Along each edge the two nearest images, which share two atoms with it.
  EXPECT_EQ(network.degree[0][MotifNetwork::edge], 6);
  EXPECT_EQ(network.links[MotifNetwork::edge], 3);
}

}  // namespace
}  // namespace glasscope::voronoi
