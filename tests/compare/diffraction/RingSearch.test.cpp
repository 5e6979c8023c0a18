#include "compare/diffraction/RingSearch.h"

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
}

}  // namespace
}  // namespace glasscope::compare
