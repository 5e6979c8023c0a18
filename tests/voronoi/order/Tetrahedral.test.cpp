#include "voronoi/order/Tetrahedral.h"

#include <numeric>

#include <gtest/gtest.h>

#include "tests/voronoi/Samples.h"

namespace glasscope::voronoi {
namespace {

Atoms diamond(int n) {
  std::vector<Vec3> basis;
  for (const auto& f : samples::kFccBasis)
    for (const double shift : {0.0, 0.25}) basis.push_back(f + Vec3::Constant(shift));
  return samples::crystal(samples::cubic(5.43), basis, {n, n, n}, 14);
}

Tetrahedral orderOf(const Atoms& atoms, double cutoff) {
  return tetrahedral(atoms, cutoff, std::vector<std::uint8_t>(atoms.size(), 0));
}

TEST(Tetrahedral, diamondIsPerfect) {
  const auto atoms = diamond(2);
  const auto order = orderOf(atoms, 2.9);
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    EXPECT_NEAR(order.q[i], 1, 1e-12);
    EXPECT_EQ(order.bonds[i], 4);
  }
  EXPECT_EQ(order.lowDensity.largest(), static_cast<std::int64_t>(atoms.size()));
  EXPECT_EQ(order.lowDensity.percolation(), 7);
  EXPECT_TRUE(order.highDensity.size.empty());
}

/// The normalisation of Errington and Debenedetti: the mean over random directions is zero. The
/// nearest four of a gas have random directions; 4,000 atoms of standard deviation 0.35 (measured)
/// have a standard error of 0.006.
TEST(Tetrahedral, vanishesOnAverageInAGas) {
  const auto atoms = samples::poisson(4000, Box::orthogonal(Vec3::Constant(20)), 11);
  const auto order = orderOf(atoms, 1);
  const double mean = std::accumulate(order.q.begin(), order.q.end(), 0.0) / 4000;
  EXPECT_NEAR(mean, 0, 0.025);
}

/// An atom put into a hole of diamond is bonded to more than four and is high-density itself.
TEST(Tetrahedral, anInterstitialMakesAHighDensityCluster) {
  auto atoms = diamond(3);
  atoms.add(14, Vec3::Constant(5.43 * 0.5));  // the tetrahedral hole: four neighbours at 2.35
  const auto order = orderOf(atoms, 2.9);
  // Six more lie at a / 2 = 2.715; each of the ten has five neighbours now.
  EXPECT_EQ(order.bonds.back(), 4 + 6);
  EXPECT_EQ(order.highDensity.size, std::vector<std::int64_t>{11});
}

TEST(Tetrahedral, fewerThanFourOthersLeaveItUndefined) {
  Atoms atoms;
  atoms.box = Box::orthogonal(Vec3::Constant(30), Vec3::Zero(), {false, false, false});
  for (int i = 0; i < 3; ++i) atoms.add(14, Vec3(10 + 2.0 * i, 15, 15));
  EXPECT_TRUE(std::isnan(orderOf(atoms, 2.9).q[0]));
  EXPECT_THROW(orderOf(atoms, 0), Error);
}

}  // namespace
}  // namespace glasscope::voronoi
