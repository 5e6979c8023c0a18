#include "sim/samples/ShellFit.h"

#include <algorithm>

#include <Eigen/Geometry>
#include <gtest/gtest.h>

#include "sim/samples/Nanocrystal.h"
#include "sim/samples/ShellDirections.h"

namespace glasscope::sim {
namespace {

TEST(ShellFit, findsAShapeThatIsTurnedAndMixedUp) {
  const std::vector<Vec3> shape = cappedPrism();
  const std::size_t mixed[] = {4, 8, 0, 3, 7, 1, 6, 2, 5};
  int found = 0;
  for (std::uint64_t k = 0; k < 20; ++k) {
    const Mat3 rotation = randomRotation(77, k);
    std::vector<Vec3> neighbours;
    for (const std::size_t n : mixed) neighbours.emplace_back(2.3 * (rotation * shape[n]));
    ShellFit fit(shape);
    const auto order = fit.match(neighbours);
    std::vector<std::size_t> sorted = order;
    std::ranges::sort(sorted);
    for (std::size_t n = 0; n < sorted.size(); ++n) EXPECT_EQ(sorted[n], n);
    std::vector<Vec3> inOrder;
    for (const std::size_t n : order) inOrder.push_back(neighbours[n]);
    const Mat3 turned = fit.turn(inOrder);
    EXPECT_NEAR((turned * turned.transpose() - Mat3::Identity()).norm(), 0, 1e-12);
    double off = 0;
    for (std::size_t n = 0; n < shape.size(); ++n)
      off = std::max(off, (2.3 * (turned * shape[n]) - inOrder[n]).norm());
    found += off < 1e-9;
  }
  EXPECT_GE(found, 14);  // of 20: pairwise exchanges may end in a minimum of their own
}

// A mirror image is no rotation.
TEST(ShellFit, doesNotMirror) {
  const std::vector<Vec3> shape = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {-1, 0, 0}};
  std::vector<Vec3> mirrored;
  for (const Vec3& direction : shape)
    mirrored.emplace_back(-direction[0], direction[1], direction[2]);
  ShellFit fit(shape);
  const Mat3 turned = fit.turn(mirrored);
  EXPECT_GT(turned.row(0).cross(turned.row(1)).dot(turned.row(2)), 0.99);
}

}  // namespace
}  // namespace glasscope::sim
