#include "compare/diffraction/RingSearch.h"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/compare/PlantedPatterns.h"

namespace glasscope::compare {
namespace {

std::vector<double> axis(double step, int n) {
  std::vector<double> k;
  for (int i = 0; i < n; ++i) k.push_back(i * step);
  return k;
}

TEST(RingSearch, findsTheRingOfAGlass) {
  const std::vector<double> k = axis(0.02, 48);
  std::vector<double> profile;
  for (const double value : k) profile.push_back(planted::glass(value));
  const RingSearch found = findRing(k, profile);
  EXPECT_TRUE(found.found);
  EXPECT_NEAR(found.discRadius_invA, 0.1, 0.02);  // one bin
  EXPECT_NEAR(found.peak_invA, 0.42, 0.02);
  // Half height of a Gaussian of sigma 0.04 is at 0.047 from its middle, a bin's smoothing more.
  EXPECT_NEAR(found.inner_invA, 0.42 - 0.047, 0.02);
  EXPECT_NEAR(found.outer_invA, 0.42 + 0.047, 0.02);
}

TEST(RingSearch, saysWhenThereIsNone) {
  const std::vector<double> k = axis(0.02, 48);
  std::vector<double> profile;
  for (const double value : k) profile.push_back(std::exp(-10 * value));
  const RingSearch found = findRing(k, profile);
  EXPECT_FALSE(found.found);
  EXPECT_GT(found.outer_invA, found.inner_invA);
  EXPECT_LE(found.outer_invA, k.back());
  // Half of exp(-10 k) is at 0.0693; what is taken instead of a ring begins at one and a half radii
  // of the disc and ends at three of them.
  EXPECT_NEAR(found.discRadius_invA, 0.0693, 0.001);
  EXPECT_DOUBLE_EQ(found.inner_invA, 1.5 * found.discRadius_invA);
  EXPECT_DOUBLE_EQ(found.outer_invA, 3 * found.discRadius_invA);
  EXPECT_DOUBLE_EQ(found.peak_invA, 2.25 * found.discRadius_invA);
}

// A disc that fills the patterns leaves what lies beyond six tenths of them.
TEST(RingSearch, staysInsideThePatternsOfABroadDisc) {
  const std::vector<double> k = axis(0.02, 48);
  std::vector<double> profile;
  for (const double value : k) profile.push_back(std::exp(-value));
  const RingSearch found = findRing(k, profile);
  EXPECT_FALSE(found.found);
  EXPECT_NEAR(found.discRadius_invA, std::log(2.0), 0.01);
  EXPECT_DOUBLE_EQ(found.inner_invA, 0.6 * k.back());
  EXPECT_DOUBLE_EQ(found.outer_invA, k.back());
}

// The last two bins are looked at, too: a disc that ends between them ends there.
TEST(RingSearch, findsAnEdgeBetweenTheLastTwoBins) {
  EXPECT_DOUBLE_EQ(findRing({0, 1, 2, 3, 4}, {1, 1, 1, 1, 0.2}).discRadius_invA, 3.625);
  EXPECT_DOUBLE_EQ(findRing({0, 1, 2, 3, 4}, {1, 1, 0.75, 0.25, 0}).discRadius_invA, 2.5);
}

}  // namespace
}  // namespace glasscope::compare
