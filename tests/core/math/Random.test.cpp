#include "core/math/Random.h"

#include <cmath>

#include <gtest/gtest.h>

namespace glasscope {
namespace {

// Known-answer vectors of Random123 1.09 (kat_vectors, philox4x32 10 rounds).
TEST(Random, philoxReproducesThePublishedVectors) {
  EXPECT_EQ(Random::philox({0, 0, 0, 0}, {0, 0}),
            (std::array<std::uint32_t, 4>{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(
      Random::philox({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}),
      (std::array<std::uint32_t, 4>{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
}

TEST(Random, theSameKeyGivesTheSameNumbersAndAnyOtherDoesNot) {
  const auto first = [](Random random) { return random.bits64(); };
  const std::uint64_t value = first(Random(7, "noise", 3, 11));
  EXPECT_EQ(first(Random(7, "noise", 3, 11)), value);
  EXPECT_NE(first(Random(8, "noise", 3, 11)), value);
  EXPECT_NE(first(Random(7, "noisy", 3, 11)), value);
  EXPECT_NE(first(Random(7, "noise", 4, 11)), value);
  EXPECT_NE(first(Random(7, "noise", 3, 12)), value);
}

struct Moments {
  double mean = 0, variance = 0;
};

template <class Draw>
Moments momentsOf(int n, Draw draw) {
  double sum = 0, squares = 0;
  for (int i = 0; i < n; ++i) {
    const double value = draw();
    sum += value;
    squares += value * value;
  }
  return {sum / n, squares / n - sum / n * (sum / n)};
}

constexpr int kDraws = 200000;

TEST(Random, uniformNumbersHaveTheMomentsOfTheUniformDistribution) {
  Random random(1, "test");
  const Moments m = momentsOf(kDraws, [&] { return random.uniform(); });
  // Five standard errors of the mean (sqrt(1/12/n)) and of the variance (sqrt(1/180/n)).
  EXPECT_NEAR(m.mean, 0.5, 5 * std::sqrt(1.0 / 12 / kDraws));
  EXPECT_NEAR(m.variance, 1.0 / 12, 5 * std::sqrt(1.0 / 180 / kDraws));
}

TEST(Random, normalNumbersHaveUnitVariance) {
  Random random(2, "test");
  const Moments m = momentsOf(kDraws, [&] { return random.normal(); });
  EXPECT_NEAR(m.mean, 0, 5 / std::sqrt(kDraws));
  EXPECT_NEAR(m.variance, 1, 5 * std::sqrt(2.0 / kDraws));
}

TEST(Random, poissonNumbersOfAnyMeanTakeTheSameTimeAndStreamsStayApart) {
  // A sampler that counts arrivals would take a minute for the first of these and never end.
  for (const double mean : {1e7, 1e12, 1e15}) {
    double squares = 0;
    for (std::uint64_t i = 0; i < 2000; ++i) {
      const auto n = static_cast<double>(Random(3, "many", 0, i).poisson(mean));
      squares += (n - mean) * (n - mean) / mean / 2000;
    }
    EXPECT_NEAR(squares, 1, 5 * std::sqrt(2.0 / 2000)) << mean;
  }
  EXPECT_EQ(Random(3, "many", 0, 5).poisson(1e9), Random(3, "many", 0, 5).poisson(1e9));
  EXPECT_NE(Random(3, "many", 0, 5).poisson(1e9), Random(3, "many", 0, 6).poisson(1e9));
}

TEST(Random, poissonNumbersHaveTheProbabilitiesOfTheLaw) {
  // On both sides of 10, where the sampler changes its method: chi-squared over the bins that
  // expect 20 or more.
  for (const double mean : {0.3, 4.0, 9.99, 10.01, 35.0}) {
    const int draws = 100000;
    std::vector<int> counted(200);
    for (int i = 0; i < draws; ++i) {
      ++counted[std::min<std::uint64_t>(
          199, Random(9, "law", 0, static_cast<std::uint64_t>(i)).poisson(mean))];
    }
    double chi2 = 0, bins = 0;
    for (int n = 0; n < 200; ++n) {
      const double expected = draws * std::exp(n * std::log(mean) - mean - std::lgamma(n + 1.0));
      if (expected < 20) continue;
      chi2 += std::pow(counted[static_cast<std::size_t>(n)] - expected, 2) / expected;
      ++bins;
    }
    EXPECT_GE(bins, 4) << mean;
    EXPECT_LT(chi2, bins + 5 * std::sqrt(2 * bins)) << mean;
  }
}

TEST(Random, poissonMeanAndVarianceAreEqualForSmallAndLargeMeans) {
  for (const double mean : {0.0, 0.3, 20.0, 1700.0}) {
    Random random(3, "test", static_cast<std::uint64_t>(mean));
    const int n = mean > 100 ? 4000 : kDraws;
    const Moments m = momentsOf(n, [&] { return static_cast<double>(random.poisson(mean)); });
    // Standard error of the variance of a Poisson variable: sqrt((mean + 2 mean^2) / n).
    EXPECT_NEAR(m.mean, mean, 5 * std::sqrt(mean / n) + 1e-12);
    EXPECT_NEAR(m.variance, mean, 5 * std::sqrt((mean + 2 * mean * mean) / n) + 1e-12);
  }
}

TEST(Random, integersStayBelowTheirLimitAndReachIt) {
  Random random(4, "test");
  std::array<int, 7> hits{};
  for (int i = 0; i < 7000; ++i) ++hits.at(random.below(7));
  for (const int count : hits) EXPECT_NEAR(count, 1000, 5 * std::sqrt(1000.0));
}

}  // namespace
}  // namespace glasscope
