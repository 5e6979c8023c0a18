#include "voronoi/motifs/VoronoiIndex.h"

#include <gtest/gtest.h>

namespace glasscope::voronoi {
namespace {

TEST(VoronoiIndex, printsUpToSixEdgesAndFurtherOnesWhenThereAreAny) {
  EXPECT_EQ(makeIndex(0, 0, 12, 0).text(), "<0,0,12,0>");
  auto index = makeIndex(1, 3, 4, 4);
  index.add(7);
  EXPECT_EQ(index.text(), "<1,3,4,4,1>");
  index.add(9);
  EXPECT_EQ(index.text(), "<1,3,4,4,1,0,1>");
  EXPECT_EQ(index.faces(), 14);
}

TEST(VoronoiIndex, knowsEulersRule) {
  EXPECT_TRUE(makeIndex(0, 0, 12, 0).obeysEuler());
  EXPECT_TRUE(makeIndex(0, 6, 0, 8).obeysEuler());
  EXPECT_FALSE(makeIndex(0, 12, 0, 0).obeysEuler());  // four faces meet at vertices of fcc
  EXPECT_FALSE(makeIndex(0, 0, 11, 0).obeysEuler());
}

TEST(VoronoiIndex, countsFacesOfManyEdgesAsTheMost) {
  VoronoiIndex index;
  index.add(40);
  EXPECT_EQ(index.of(VoronoiIndex::kMostEdges), 1);
}

}  // namespace
}  // namespace glasscope::voronoi
