#include "sim/samples/SpherePacking.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "core/system/Error.h"

namespace glasscope::sim {
namespace {

// Distances of all pairs over their distance at contact, by the nearest images.
std::vector<std::vector<double>> gaps(const SpherePacking& packing,
                                      const std::vector<double>& radii) {
  std::vector<std::vector<double>> gaps(radii.size());
  for (std::size_t i = 0; i < radii.size(); ++i) {
    for (std::size_t j = 0; j < radii.size(); ++j) {
      if (i == j) continue;
      Vec3 apart = (packing.centres_A[j] - packing.centres_A[i]) / packing.edge_A;
      apart -= Vec3(apart.array().round());
      gaps[i].push_back(packing.edge_A * apart.norm() / (radii[i] + radii[j]));
    }
  }
  return gaps;
}

const std::vector<double>& equalRadii() {
  static const std::vector<double> radii(216, 1.5);
  return radii;
}

const SpherePacking& equalSpheres() {
  static const SpherePacking packing = packSpheres(equalRadii(), 7);
  return packing;
}

// The threshold of jamming of many equal spheres is 0.639 +- 0.001 (O'Hern et al., Phys. Rev. E 68,
// 011306 (2003)); packings of some hundred scatter by half a percent about it.
TEST(SpherePacking, equalSpheresFillThePublishedFraction) {
  EXPECT_NEAR(equalSpheres().packingFraction, 0.64, 0.01);
  const double volume = 216 * 4 * M_PI / 3 * 1.5 * 1.5 * 1.5;
  EXPECT_NEAR(volume / std::pow(equalSpheres().edge_A, 3), equalSpheres().packingFraction, 1e-9);
}

TEST(SpherePacking, spheresTouchAndDoNotOverlap) {
  double nearest = 2;
  for (const auto& of : gaps(equalSpheres(), equalRadii()))
    nearest = std::min(nearest, *std::min_element(of.begin(), of.end()));
  EXPECT_GT(nearest, 1 - 1e-4);
  EXPECT_GE(nearest, 1 - equalSpheres().largestOverlap - 1e-12);
  EXPECT_LT(nearest, 1 + 1e-4);
}

// A packing that holds has as many contacts as freedoms, six a sphere in the mean, without those
// spheres that rattle in a cage (Moukarzel, Phys. Rev. Lett. 81, 1634 (1998)).
TEST(SpherePacking, isHeldByJustAsManyContactsAsItNeeds) {
  double contacts = 0, held = 0, rattling = 0;
  for (const auto& of : gaps(equalSpheres(), equalRadii())) {
    const auto touching =
        std::count_if(of.begin(), of.end(), [](double gap) { return gap < 1 + 5e-4; });
    if (touching < 4) {
      ++rattling;
      continue;
    }
    ++held;
    contacts += static_cast<double>(touching);
  }
  EXPECT_NEAR(contacts / held, 6, 0.4);
  EXPECT_LT(rattling, 0.1 * 216);
}

TEST(SpherePacking, isAFunctionOfRadiiAndSeed) {
  const std::vector<double> radii(40, 1.0), twice(40, 2.0);
  const SpherePacking one = packSpheres(radii, 3), again = packSpheres(radii, 3);
  EXPECT_EQ(one.centres_A, again.centres_A);
  EXPECT_NE(one.centres_A, packSpheres(radii, 4).centres_A);
  const SpherePacking larger = packSpheres(twice, 3);
  EXPECT_NEAR(larger.packingFraction, one.packingFraction, 1e-9);
  EXPECT_NEAR(larger.edge_A, 2 * one.edge_A, 1e-9);
}

// Small ones fill the holes of large ones: denser than either alone.
TEST(SpherePacking, ofUnequalSpheresIsDenser) {
  std::vector<double> radii(10, 1.0);
  radii.insert(radii.end(), 60, 0.4);
  EXPECT_GT(packSpheres(radii, 1).packingFraction, 0.66);
}

TEST(SpherePacking, ofAHandfulIsRefused) {
  EXPECT_THROW(packSpheres(std::vector<double>(15, 1.0), 1), Error);
}

}  // namespace
}  // namespace glasscope::sim
