#include "voronoi/pairs/RadialDistribution.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/math/Constants.h"
#include "core/system/Parallel.h"
#include "tests/voronoi/Samples.h"

namespace glasscope::voronoi {
namespace {

/// Neighbours of one atom up to r, from g: integral of 4 pi rho r^2 g by exact shells.
double neighboursUpTo(const RadialDistribution& g, double density, double r, double bin) {
  double sum = 0;
  for (std::size_t k = 0; k < g.g.size() && g.r_A[k] < r; ++k) {
    const double inner = g.r_A[k] - bin / 2, outer = g.r_A[k] + bin / 2;
    sum += 4 * constants::kPi / 3 * density * g.g[k] * (std::pow(outer, 3) - std::pow(inner, 3));
  }
  return sum;
}

/// fcc has shells of 12, 6, 24, 12 atoms at a sqrt(k / 2): the normalisation is exact, so these are
/// whole numbers to rounding.
TEST(RadialDistribution, countsTheShellsOfFcc) {
  const double a = 3.6, bin = 0.05;
  const auto atoms = samples::crystal(samples::cubic(a), samples::kFccBasis, {4, 4, 4});
  const auto g = radialDistributions(atoms, {6, bin, {}, {}}).front();
  const double density = 4 / (a * a * a);
  EXPECT_NEAR(neighboursUpTo(g, density, 3.0, bin), 12, 1e-9);
  EXPECT_NEAR(neighboursUpTo(g, density, 4.0, bin), 18, 1e-9);
  EXPECT_NEAR(neighboursUpTo(g, density, 4.7, bin), 42, 1e-9);
  EXPECT_NEAR(neighboursUpTo(g, density, 5.3, bin), 54, 1e-9);
}

/// Images count, so one unit cell knows the same shells as sixty-four.
TEST(RadialDistribution, doesNotNeedALargeBox) {
  const auto small = samples::crystal(samples::cubic(3.57), samples::kFccBasis, {1, 1, 1});
  const auto large = samples::crystal(samples::cubic(3.57), samples::kFccBasis, {4, 4, 4});
  const auto a = radialDistributions(small, {7, 0.1, {}, {}}),
             b = radialDistributions(large, {7, 0.1, {}, {}});
  for (std::size_t k = 0; k < a[0].g.size(); ++k) EXPECT_NEAR(a[0].g[k], b[0].g[k], 1e-9);
}

/// An ideal gas has g = 1. A shell at 4 of 0.25 holds some 4,000 atoms x 100 pairs, so its count is
/// good to 0.3 % (two pairs make one independent event); 1.5 % are allowed beyond r = 2.
TEST(RadialDistribution, isOneForAnIdealGas) {
  const auto atoms = samples::poisson(4000, Box::orthogonal(Vec3(16, 16, 16)), 61);
  const auto distributions = radialDistributions(atoms, {6, 0.25, {}, {}});
  ASSERT_GT(distributions.size(), 1u);
  ASSERT_GT(distributions.front().g.size(), 20u);
  for (const auto& g : distributions)
    for (std::size_t k = 8; k < g.g.size(); ++k)
      EXPECT_NEAR(g.g[k], 1, g.centre == 0 ? 0.015 : 0.04) << g.centre << " " << g.r_A[k];
}

TEST(RadialDistribution, totalIsTheMixOfItsPartials) {
  const auto atoms = samples::poisson(900, Box::orthogonal(Vec3(9, 9, 9)), 62);
  const auto g = radialDistributions(atoms, {4, 0.2, {}, {}});
  ASSERT_EQ(g.size(), 4U);
  const double x = 600.0 / 900, y = 300.0 / 900;
  for (std::size_t k = 0; k < g[0].g.size(); ++k)
    EXPECT_NEAR(g[0].g[k], x * x * g[1].g[k] + 2 * x * y * g[2].g[k] + y * y * g[3].g[k], 1e-10);
}

/// Around atoms deep inside an open block of crystal g is that of the crystal.
TEST(RadialDistribution, countsAroundChosenCentres) {
  const double a = 3.57;  // no shell on the edge of a bin
  const auto bulk = samples::crystal(samples::cubic(a), samples::kFccBasis, {6, 6, 6});
  auto block = bulk;
  block.box = Box(bulk.box.matrix() * 2, bulk.box.origin(), {false, false, false});
  RadialSettings settings{5, 0.1, {}, {{29, 4 / (a * a * a)}}};
  for (const auto& p : block.positions) {
    const Vec3 middle = Vec3::Constant(3 * a);
    settings.centres.push_back((p - middle).cwiseAbs().maxCoeff() < 5 ? 1 : 0);
  }
  const auto expected = radialDistributions(bulk, {5, 0.1, {}, {}}).front();
  const auto found = radialDistributions(block, settings).front();
  for (std::size_t k = 0; k < found.g.size(); ++k) EXPECT_NEAR(found.g[k], expected.g[k], 1e-9);
}

TEST(RadialDistribution, hasTheSameBitsOnAnyNumberOfThreads) {
  const auto atoms = samples::poisson(3000, Box::orthogonal(Vec3(16, 16, 16)), 63);
  const int before = threadCount();
  setThreadCount(1);
  const auto one = radialDistributions(atoms, {});
  setThreadCount(4);
  const auto four = radialDistributions(atoms, {});
  setThreadCount(before);
  for (std::size_t k = 0; k < one.size(); ++k) EXPECT_EQ(one[k].g, four[k].g);
}

TEST(RadialDistribution, refusesBinsThatCannotBe) {
  const auto atoms = samples::poisson(30, Box::orthogonal(Vec3(6, 6, 6)), 64);
  EXPECT_THROW(radialDistributions(atoms, {5, 0, {}, {}}), Error);
  EXPECT_THROW(radialDistributions(atoms, {5, 6, {}, {}}), Error);
  EXPECT_THROW(radialDistributions(atoms, {5, 1e-6, {}, {}}), Error);
  EXPECT_THROW(radialDistributions(atoms, {NAN, -1, {}, {}}), Error);
}

}  // namespace
}  // namespace glasscope::voronoi
