#include "voronoi/structure/OrderSummary.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/math/Binomial.h"

namespace glasscope::voronoi {
namespace {

Clusters ofSizes(std::vector<std::int64_t> sizes) {
  Clusters clusters;
  clusters.percolates.assign(sizes.size(), 0);
  clusters.size = std::move(sizes);
  return clusters;
}

/// A cluster of as many atoms as a nucleus is a grain, a smaller one is chance.
TEST(OrderSummary, grainsBeginWithTheNucleus) {
  OrderSummary order;
  order.setGrains(ofSizes({8, 7, 20}), 8, 100);
  EXPECT_EQ(order.grains, 2);
  EXPECT_EQ(order.crystalAtoms, 28);
  EXPECT_EQ(order.largestGrain, 20);
  EXPECT_EQ(order.crystalFraction, 0.28);
  EXPECT_EQ(order.crystalFractionError, binomialFraction(28, 100).standardError);
  OrderSummary none;
  none.setGrains(ofSizes({7}), 8, 100);
  EXPECT_EQ(none.largestGrain, 0);
}

/// Undefined atoms do not count, and the two densities are told by the number of bonds.
TEST(OrderSummary, tetrahedralFractionsAreOfDefinedAtoms) {
  OrderSummary order;
  const std::vector<double> q = {1, 0.5, NAN, 0.6, 0.7}, bonds = {4, 4, 4, 5, 3};
  order.setTetrahedra(q, bonds, ofSizes({2}), ofSizes({1}), 2.9);
  EXPECT_DOUBLE_EQ(order.meanTetrahedrality, 0.7);
  EXPECT_DOUBLE_EQ(order.bondsPerAtom, 4);
  EXPECT_EQ(order.lowDensityFraction, 0.5);
  EXPECT_EQ(order.highDensityFraction, 0.25);
  EXPECT_EQ(order.largestLowDensity, 2);
  EXPECT_EQ(order.largestHighDensity, 1);
}

}  // namespace
}  // namespace glasscope::voronoi
