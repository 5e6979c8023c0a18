#include "core/atoms/Box.h"

#include <gtest/gtest.h>

#include "core/math/Random.h"
#include "core/system/Error.h"

namespace glasscope {
namespace {

Box skewedBox() {
  Mat3 edges;
  edges << 10, 4, -3, 0, 8, 3.5, 0, 0, 9;  // columns a, b, c; strongly tilted
  return Box(edges, Vec3(-1, 2, 3));
}

TEST(Box, volumeIsTheDeterminantOfTheEdges) {
  EXPECT_DOUBLE_EQ(skewedBox().volume(), 10 * 8 * 9);
}

TEST(Box, fractionalAndCartesianAreInverse) {
  const Box box = skewedBox();
  const Vec3 position(3.3, -7.1, 20.2);
  // Round-off of a 3x3 product: a few units in the last place of numbers near 20.
  EXPECT_LT((box.toCartesian(box.toFractional(position)) - position).norm(), 1e-13);
}

TEST(Box, wrappingLandsInsideAndMovesByWholeEdges) {
  const Box box = skewedBox();
  for (unsigned i = 0; i < 200; ++i) {
    Random random(1, "box_test", 0, i);
    const Vec3 position(40 * random.normal(), 40 * random.normal(), 40 * random.normal());
    const Vec3 wrapped = box.wrap(position);
    const Vec3 fractional = box.toFractional(wrapped);
    const Vec3 moved = box.inverse() * (position - wrapped);
    for (int d = 0; d < 3; ++d) {
      EXPECT_GE(fractional[d], -1e-12);
      EXPECT_LT(fractional[d], 1.0 + 1e-12);
      EXPECT_NEAR(moved[d], std::round(moved[d]), 1e-11);
    }
  }
}

TEST(Box, aTinyNegativeCoordinateWrapsBelowTheUpperFace) {
  const Box box = Box::orthogonal(Vec3(1, 1, 1));
  EXPECT_LT(box.wrap(Vec3(-1e-18, 0, 0)).x(), 1.0);
}

TEST(Box, openDirectionsAreNotWrapped) {
  const Box box = Box::orthogonal(Vec3(10, 10, 10), Vec3::Zero(), {true, true, false});
  // Fractions of tenths are not exact in binary: a few units in the last place of 25.
  EXPECT_LT((box.wrap(Vec3(12, -1, 25)) - Vec3(2, 9, 25)).norm(), 1e-14);
  EXPECT_LT((box.minimumImage(Vec3(9, 0, 9)) - Vec3(-1, 0, 9)).norm(), 1e-14);
}

TEST(Box, minimumImageEqualsABruteForceSearchInASkewedCell) {
  const Box box = skewedBox();
  for (unsigned i = 0; i < 200; ++i) {
    Random random(2, "box_test", 0, i);
    const Vec3 difference(15 * random.normal(), 15 * random.normal(), 15 * random.normal());
    double shortest = 1e300;
    for (int a = -8; a <= 8; ++a)
      for (int b = -8; b <= 8; ++b)
        for (int c = -8; c <= 8; ++c)
          shortest = std::min(shortest, (difference + box.matrix() * Vec3(a, b, c)).norm());
    EXPECT_NEAR(box.minimumImage(difference).norm(), shortest, 1e-10);
  }
}

TEST(Box, heightsOfAnOrthogonalBoxAreItsLengths) {
  const Box box = Box::orthogonal(Vec3(3, 4, 5));
  EXPECT_TRUE(box.isOrthogonal());
  EXPECT_LT((box.heights() - Vec3(3, 4, 5)).norm(), 1e-14);
  EXPECT_FALSE(skewedBox().isOrthogonal());
}

TEST(Box, unusableEdgesAreRefused) {
  EXPECT_THROW(Box(Mat3::Zero()), Error);
  Mat3 leftHanded = Mat3::Identity();
  leftHanded(2, 2) = -1;
  EXPECT_THROW(Box{leftHanded}, Error);
  Mat3 notFinite = Mat3::Identity();
  notFinite(0, 1) = std::nan("");
  EXPECT_THROW(Box{notFinite}, Error);
}

}  // namespace
}  // namespace glasscope
