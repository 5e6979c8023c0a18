#include "multislice/optics/FocalSpread.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/system/Error.h"

namespace glasscope::multislice {
namespace {

TEST(FocalSpread, hasTheMomentsOfTheNormalDistribution) {
  // <x^2p> = s^2p (2p - 1)!!, exact up to degree 2 n - 1.
  const double s = 30;
  for (int count : {1, 3, 7, 16}) {
    double moments[7] = {};
    for (const FocalNode& node : focalNodes(s, count)) {
      for (int p = 0; p < 7; ++p) moments[p] += node.weight * std::pow(node.offset_A / s, p);
    }
    const double expected[7] = {1, 0, 1, 0, 3, 0, 15};
    for (int p = 0; p < 7 && p < 2 * count; ++p) EXPECT_NEAR(moments[p], expected[p], 1e-11) << p;
  }
}

TEST(FocalSpread, threeNodesAreThoseOfTheTables) {
  // Abramowitz and Stegun, Table 25.10, n = 3: x = 0, 1.2247448714 for exp(-x^2), weights 1/6, 2/3.
  const auto nodes = focalNodes(1, 3);
  EXPECT_NEAR(nodes[2].offset_A, 1.2247448714 * std::sqrt(2.0), 1e-9);
  EXPECT_EQ(nodes[0].offset_A, -nodes[2].offset_A);
  EXPECT_NEAR(nodes[1].offset_A, 0, 1e-15);
  EXPECT_NEAR(nodes[0].weight, 1.0 / 6, 1e-12);
  EXPECT_NEAR(nodes[1].weight, 2.0 / 3, 1e-12);
}

TEST(FocalSpread, noSpreadIsOneDefocus) {
  const auto nodes = focalNodes(0, 9);
  ASSERT_EQ(nodes.size(), 1u);
  EXPECT_EQ(nodes[0].offset_A, 0);
  EXPECT_EQ(nodes[0].weight, 1);
  EXPECT_THROW(focalNodes(-1, 5), Error);
  EXPECT_THROW(focalNodes(10, 0), Error);
}

}  // namespace
}  // namespace glasscope::multislice
