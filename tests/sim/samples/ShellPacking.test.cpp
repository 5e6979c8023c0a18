#include "sim/samples/ShellPacking.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "core/math/Random.h"

namespace glasscope::sim {
namespace {

ShellPackingSettings twoCentres() {
  ShellPackingSettings settings;
  settings.centres = settings.held = 2;
  settings.radii_A = {1.2, 1.2};
  settings.start = {{0, 0, 0}, {0.5, 0.5, 0.5}};
  for (std::uint64_t i = 0; i < 60; ++i) {
    Random random(3, "test", 0, i);
    const double x = random.uniform(), y = random.uniform(), z = random.uniform();
    settings.start.emplace_back(x, y, z);
    settings.radii_A.push_back(1.3);
  }
  settings.firstFraction = settings.fraction = 0.6;
  return settings;
}

double gap(const ShellPacking& packing, const ShellPackingSettings& s, std::size_t i,
           std::size_t j) {
  Vec3 apart = (packing.places_A[j] - packing.places_A[i]) / packing.edge_A;
  apart -= Vec3(apart.array().round());
  return packing.edge_A * apart.norm() / (s.radii_A[i] + s.radii_A[j]);
}

TEST(ShellPacking, neighboursTouchAndNoOtherComesNear) {
  const ShellPackingSettings settings = twoCentres();
  const ShellPacking packing = packShells(settings);
  ASSERT_EQ(packing.shells.size(), 2u);
  for (std::size_t c = 0; c < 2; ++c) {
    std::vector<bool> belongs(62, false);
    ASSERT_EQ(packing.shells[c].size(), 12u);
    for (const std::size_t k : packing.shells[c]) {
      EXPECT_FALSE(belongs[k]);
      belongs[k] = true;
      EXPECT_NEAR(gap(packing, settings, c, k), 1, 0.08);
    }
    for (std::size_t k = 2; k < 62; ++k)
      EXPECT_TRUE(belongs[k] || gap(packing, settings, c, k) > 1.12);
  }
  // Overlaps that are left are small.
  for (std::size_t i = 2; i < 62; ++i)
    for (std::size_t j = 2; j < i; ++j) EXPECT_GT(gap(packing, settings, i, j), 0.85);
}

TEST(ShellPacking, fillsTheFractionAndHoldsWhatIsHeld) {
  const ShellPackingSettings settings = twoCentres();
  const ShellPacking packing = packShells(settings);
  const double spheres = 4 * M_PI / 3 * (2 * std::pow(1.2, 3) + 60 * std::pow(1.3, 3));
  EXPECT_NEAR(spheres / std::pow(packing.edge_A, 3), 0.6, 1e-12);
  EXPECT_NEAR(edgeOfPacking_A(settings.radii_A, 0.6), packing.edge_A, 1e-12);
  EXPECT_EQ(packing.places_A[0], Vec3(0, 0, 0));
  EXPECT_EQ(packing.places_A[1], Vec3(Vec3::Constant(0.5) * packing.edge_A));
}

TEST(ShellPacking, isAFunctionOfItsSettings) {
  ShellPackingSettings settings = twoCentres();
  const ShellPacking one = packShells(settings);
  EXPECT_EQ(one.places_A, packShells(settings).places_A);
  settings.seed = 2;
  EXPECT_NE(one.places_A, packShells(settings).places_A);
  // Without shaking no number is drawn.
  settings.shakes = false;
  const ShellPacking still = packShells(settings);
  settings.seed = 3;
  EXPECT_EQ(still.places_A, packShells(settings).places_A);
}

TEST(ShellPacking, givenShellsStayWhatTheyAre) {
  ShellPackingSettings settings = twoCentres();
  settings.shells = {{2, 3, 4, 5, 6, 7}, {8, 9, 10, 11, 12, 13}};
  const ShellPacking packing = packShells(settings);
  EXPECT_EQ(packing.shells, settings.shells);
  for (std::size_t c = 0; c < 2; ++c)
    for (const std::size_t k : packing.shells[c]) EXPECT_NEAR(gap(packing, settings, c, k), 1, 0.1);
}

// Scaled radii are the same packing in other units.
TEST(ShellPacking, hasNoLengthOfItsOwn) {
  ShellPackingSettings settings = twoCentres();
  const ShellPacking one = packShells(settings);
  for (double& radius : settings.radii_A) radius *= 2;
  const ShellPacking twice = packShells(settings);
  EXPECT_NEAR(twice.edge_A, 2 * one.edge_A, 1e-9);
  for (std::size_t i = 0; i < 62; ++i)
    EXPECT_LT((twice.places_A[i] - 2 * one.places_A[i]).norm(), 1e-6);
}

}  // namespace
}  // namespace glasscope::sim
