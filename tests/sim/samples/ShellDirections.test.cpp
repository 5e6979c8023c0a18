#include "sim/samples/ShellDirections.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

namespace glasscope::sim {
namespace {

double smallestAngle(const std::vector<Vec3>& directions) {
  double largest = -1;
  for (std::size_t i = 1; i < directions.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      largest = std::max(largest, directions[i].dot(directions[j]));
  return std::acos(largest) * 180 / M_PI;
}

// The largest smallest angles of points on a sphere (Tammes' problem; exact for these numbers:
// tetrahedron, octahedron, square antiprism, capped prism, icosahedron, snub cube). Repelling
// points come within a degree of them.
TEST(ShellDirections, areAsFarApartAsPointsOnASphereGet) {
  const std::pair<int, double> known[] = {{4, 109.47}, {6, 90.0},   {8, 74.86},
                                          {9, 70.53},  {12, 63.43}, {24, 43.69}};
  for (const auto& [count, degrees] : known) {
    const std::vector<Vec3> directions = shellDirections(count);
    ASSERT_EQ(directions.size(), static_cast<std::size_t>(count));
    for (const Vec3& direction : directions) EXPECT_NEAR(direction.norm(), 1, 1e-12);
    EXPECT_LE(smallestAngle(directions), degrees + 0.01) << count;
    EXPECT_GE(smallestAngle(directions), degrees - 1.5) << count;
  }
  EXPECT_EQ(shellDirections(7), shellDirections(7));
}

TEST(ShellDirections, ofACappedPrismAreASolutionForNine) {
  const std::vector<Vec3> prism = cappedPrism();
  ASSERT_EQ(prism.size(), 9u);
  EXPECT_NEAR(smallestAngle(prism), 180 / M_PI * std::acos(1.0 / 3), 1e-9);
  Vec3 sum = Vec3::Zero();
  for (const Vec3& direction : prism) sum += direction;
  EXPECT_LT(sum.norm(), 1e-12);
  // Its first six are a prism: each has its twin across the middle plane, and two in its triangle.
  for (std::size_t k = 0; k < 6; k += 2) {
    EXPECT_NEAR((prism[k] - prism[k + 1]).head<2>().norm(), 0, 1e-12);
    EXPECT_NEAR(prism[k][2], -prism[k + 1][2], 1e-12);
  }
  // Each cap touches the four corners of its face.
  for (std::size_t cap = 6; cap < 9; ++cap) {
    int touched = 0;
    for (std::size_t k = 0; k < 6; ++k)
      touched += std::abs(prism[cap].dot(prism[k]) - 1.0 / 3) < 1e-9;
    EXPECT_EQ(touched, 4);
  }
}

}  // namespace
}  // namespace glasscope::sim
