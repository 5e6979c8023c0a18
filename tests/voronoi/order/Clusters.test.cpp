#include "voronoi/order/Clusters.h"

#include <gtest/gtest.h>

namespace glasscope::voronoi {
namespace {

TEST(Clusters, aRowThatReachesItsOwnImagePercolates) {
  const std::vector<std::uint8_t> member(4, 1);
  std::vector<Link> links = {{0, 1, {}}, {1, 2, {}}, {2, 3, {}}};
  const auto open = findClusters(member, links);
  EXPECT_EQ(open.largest(), 4);
  EXPECT_EQ(open.percolation(), 0);
  links.push_back({3, 0, {0, 1, 0}});
  EXPECT_EQ(findClusters(member, links).percolation(), 2);
}

/// The same ring, met through a border that is crossed there and back, goes nowhere.
TEST(Clusters, crossingTheBorderThereAndBackIsNoPercolation) {
  const std::vector<std::uint8_t> member(3, 1);
  const std::vector<Link> links = {{0, 1, {1, 0, 0}}, {1, 2, {0, 0, 0}}, {2, 0, {-1, 0, 0}}};
  const auto clusters = findClusters(member, links);
  EXPECT_EQ(clusters.largest(), 3);
  EXPECT_EQ(clusters.percolation(), 0);
}

TEST(Clusters, anAtomMayBeItsOwnNeighbour) {
  const std::vector<std::uint8_t> member(1, 1);
  const std::vector<Link> links = {{0, 0, {0, 0, 1}}, {0, 0, {0, 0, -1}}};
  EXPECT_EQ(findClusters(member, links).percolation(), 4);
}

TEST(Clusters, linksToOthersDoNotCount) {
  const std::vector<std::uint8_t> member = {1, 0, 1};
  const std::vector<Link> links = {{0, 1, {}}, {1, 2, {}}};
  const auto clusters = findClusters(member, links);
  EXPECT_EQ(clusters.size, (std::vector<std::int64_t>{1, 1}));
  EXPECT_EQ(clusters.sizeAt(1), 0);
}

}  // namespace
}  // namespace glasscope::voronoi
