#include "sim/samples/RadiusRatio.h"

#include <cmath>

#include <gtest/gtest.h>

namespace glasscope::sim {
namespace {

// The table of Miracle, Sanders and Senkov, Phil. Mag. 83, 2409 (2003), three digits of it.
TEST(RadiusRatio, isThatOfThePublishedTable) {
  const std::pair<int, double> published[] = {{6, 0.414},  {8, 0.617},  {9, 0.710},  {10, 0.799},
                                              {11, 0.884}, {12, 0.902}, {13, 0.976}, {14, 1.047},
                                              {15, 1.116}, {16, 1.183}, {17, 1.248}, {18, 1.311}};
  for (const auto& [neighbours, ratio] : published)
    EXPECT_NEAR(efficientRatio(neighbours), ratio, 0.0006) << neighbours;
}

// A tetrahedron and an octahedron of spheres leave holes of these sizes.
TEST(RadiusRatio, isThatOfHolesBetweenFourAndSixSpheres) {
  EXPECT_NEAR(efficientRatio(4), std::sqrt(1.5) - 1, 1e-9);
  EXPECT_NEAR(efficientRatio(6), std::sqrt(2.0) - 1, 1e-9);
}

TEST(RadiusRatio, neighboursAreThoseOfTheNearestRatio) {
  EXPECT_EQ(efficientNeighbours(0.69), 9);   // B in Ni
  EXPECT_EQ(efficientNeighbours(0.78), 10);  // P in Ni
  EXPECT_EQ(efficientNeighbours(0.90), 12);  // Pt in Zr
  EXPECT_EQ(efficientNeighbours(1.60 / 1.28), 17);
  EXPECT_EQ(efficientNeighbours(0.1), 4);
  EXPECT_EQ(efficientNeighbours(3), 24);
  for (int n = 4; n <= 24; ++n) EXPECT_EQ(efficientNeighbours(efficientRatio(n) + 0.005), n);
}

}  // namespace
}  // namespace glasscope::sim
