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
  const auto grains = OrderSummary::Grains::of(ofSizes({8, 7, 20}), 8, 100);
  EXPECT_EQ(grains.count, 2);
  EXPECT_EQ(grains.atoms, 28);
  EXPECT_EQ(grains.largest, 20);
  EXPECT_EQ(grains.fraction, 0.28);
  EXPECT_EQ(grains.fractionError, binomialFraction(28, 100).standardError);
  EXPECT_EQ(OrderSummary::Grains::of(ofSizes({7}), 8, 100).largest, 0);
}

/// Undefined atoms do not count, and the two densities are told by the number of bonds.
TEST(OrderSummary, tetrahedralFractionsAreOfDefinedAtoms) {
  const std::vector<double> q = {1, 0.5, NAN, 0.6, 0.7}, bonds = {4, 4, 4, 5, 3};
  const auto found = OrderSummary::Tetrahedra::of(q, bonds, ofSizes({2}), ofSizes({1}), 2.9);
  EXPECT_EQ(found.cutoff_A, 2.9);
  EXPECT_DOUBLE_EQ(found.meanTetrahedrality, 0.7);
  EXPECT_DOUBLE_EQ(found.bondsPerAtom, 4);
  EXPECT_EQ(found.lowDensityFraction, 0.5);
  EXPECT_EQ(found.lowDensityFractionError, binomialFraction(2, 4).standardError);
  EXPECT_EQ(found.highDensityFraction, 0.25);
  EXPECT_EQ(found.highDensityFractionError, binomialFraction(1, 4).standardError);
  EXPECT_EQ(found.largestLowDensity, 2);
  EXPECT_EQ(found.largestHighDensity, 1);
}

}  // namespace
}  // namespace glasscope::voronoi
