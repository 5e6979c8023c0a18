#include "compare/statistics/MutualInformation.h"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "compare/statistics/Correlation.h"
#include "core/math/Random.h"

namespace glasscope::compare {
namespace {

TEST(MutualInformation, ofARankingWithItselfIsTheLogarithmOfTheClasses) {
  std::vector<double> rank;
  for (int i = 1; i <= 1280; ++i) rank.push_back(i);
  // sqrt(1280 / 5) = 16 classes of 80.
  EXPECT_NEAR(mutualInformation(rank, rank), std::log(16.0), 1e-12);
  std::vector<double> few(rank.begin(), rank.begin() + 60);
  EXPECT_NEAR(mutualInformation(few, few), std::log(3.0), 1e-12);  // sqrt(60 / 5) = 3.46
}

// Two normals of correlation r share -ln(1 - r^2) / 2 nats. Classes lose a few per cent of it, and
// noise adds 15^2 / (2 x 40,000) = 0.003.
TEST(MutualInformation, ofTwoNormalsIsKnown) {
  std::vector<double> a, b;
  Random random(1, "mutual_information");
  for (int i = 0; i < 40000; ++i) {
    const double u = random.normal(), v = random.normal();
    a.push_back(u);
    b.push_back(0.6 * u + 0.8 * v);
  }
  const double exact = -0.5 * std::log(1 - 0.36);
  EXPECT_NEAR(mutualInformation(ranks(a), ranks(b)), exact, 0.06 * exact);
}

TEST(MutualInformation, seesWhatCorrelationDoesNot) {
  std::vector<double> a, b, c;
  Random random(2, "mutual_information");
  for (int i = 0; i < 4000; ++i) {
    const double u = random.normal();
    a.push_back(u);
    b.push_back(u * u + 0.3 * random.normal());
    c.push_back(random.normal());
  }
  const double chance = 15.0 * 15 / (2 * 4000);
  EXPECT_NEAR(pearson(ranks(a), ranks(b)), 0, 0.06);
  EXPECT_GT(mutualInformation(ranks(a), ranks(b)), 0.5);
  EXPECT_NEAR(mutualInformation(ranks(a), ranks(c)), chance, 0.4 * chance);
}

}  // namespace
}  // namespace glasscope::compare
