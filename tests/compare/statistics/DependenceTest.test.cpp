#include "compare/statistics/DependenceTest.h"

#include <array>

#include <gtest/gtest.h>

#include "compare/statistics/AssociationTable.h"
#include "tests/compare/Planted.h"
#include "tests/compare/PlantedTables.h"

namespace glasscope::compare {
namespace {

using planted::plainSettings;

// The p of every other measure is uniform without a relation: 10 x 10 pairs at 20 % are 20 +- 4,
// and a few more because pairs share maps.
TEST(DependenceTest, everyMeasureRejectsAtItsLevel) {
  std::vector<Map2> a, b;
  for (std::uint64_t i = 0; i < 10; ++i) {
    a.push_back(planted::smoothNoise(32, 1.5, 21, 2 * i, true));
    b.push_back(planted::smoothNoise(32, 1.5, 21, 2 * i + 1, true));
  }
  AssociationSettings settings = plainSettings(99);
  settings.dependenceSurrogates = 49;
  std::array<double, 5> rejected{};
  double covered = 0;
  for (const AssociationRow& row : associate(a, b, settings).rows) {
    const std::array<double, 5> p{row.correlation.pSpearman, row.top.pAuc, row.top.pPrecision,
                                  row.dependence.pMutualInformation, row.dependence.pDistance};
    for (std::size_t k = 0; k < p.size(); ++k) rejected[k] += p[k] <= 0.2;
    covered += row.top.aucLow <= 0.5 && row.top.aucHigh >= 0.5;
  }
  for (const double count : rejected) EXPECT_NEAR(count, 20, 13);
  EXPECT_NEAR(covered, 95, 7);
}

// Of independent pixels the area under the ROC curve has the deviation of Mann and Whitney,
// sqrt((n + 1) / (12 hits misses)) = 0.0301 for 102 hits among 1,024 (99 surrogates: 7 %).
TEST(DependenceTest, knowsTheDeviationOfTheArea) {
  const Map2 a = planted::smoothNoise(32, 0, 5, 0, true),
             b = planted::smoothNoise(32, 0, 5, 1, true);
  AssociationSettings settings = plainSettings(19);
  settings.dependenceSurrogates = 99;
  const AssociationRow row = associate({a}, {b}, settings).rows[0];
  EXPECT_NEAR((row.top.aucHigh - row.top.auc) / 1.96, 0.0301, 0.007);
  EXPECT_NEAR(row.top.auc - row.top.aucLow, row.top.aucHigh - row.top.auc, 1e-12);
}

// The area says with which sign the signal follows: low where the descriptor is high is below a
// half, and as far from it. The search for hits takes either sign, so its precision stays.
TEST(DependenceTest, theAreaOfALowSignalLiesBelowAHalf) {
  const Map2 a = planted::smoothNoise(32, 1.5, 6, 0, true);
  const Map2 up = planted::mixture(a, planted::smoothNoise(32, 1.5, 6, 1, true), 0.7);
  Map2 down = up;
  for (double& v : down.values) v = -v;
  const AssociationRow high = associate({a}, {up}, plainSettings(19)).rows[0];
  const AssociationRow low = associate({a}, {down}, plainSettings(19)).rows[0];
  EXPECT_GT(high.top.auc, 0.7);
  EXPECT_NEAR(low.top.auc, 1 - high.top.auc, 1e-12);
  EXPECT_NEAR(low.top.averagePrecision, high.top.averagePrecision, 1e-12);
  EXPECT_NEAR(low.correlation.spearman, -high.correlation.spearman, 1e-12);
}

// A control that is made of the covariates stands against the signals as they are. Surrogates
// without the covariates would have no rank correlation with it at all, and every p would be the
// smallest there is. 6 x 6 pairs of maps that know nothing of each other: 7.2 +- 2.4 at 20 %, and
// more because pairs share maps.
TEST(DependenceTest, controlsMadeOfCovariatesAreRejectedAtTheirLevelToo) {
  int rejected[5] = {0, 0, 0, 0, 0};
  for (std::uint64_t i = 0; i < 6; ++i) {
    AssociationGroup group;
    group.covariates = {planted::smoothNoise(32, 1.5, 33, 20 + i, true)};
    group.nulls = group.covariates;
    for (std::uint64_t k = 0; k < 6; ++k)
      group.signals.push_back(planted::smoothNoise(32, 1.5, 33, 6 * i + k + 100, true));
    AssociationSettings settings = plainSettings(19);
    settings.dependenceSurrogates = 39;
    const AssociationTable table = associate(std::vector<AssociationGroup>{group}, settings);
    ASSERT_EQ(table.rows.size(), 6u);
    for (const AssociationRow& row : table.rows) {
      EXPECT_EQ(row.role, RowRole::null);
      const std::array<double, 5> p{row.correlation.pSpearman, row.top.pAuc, row.top.pPrecision,
                                    row.dependence.pMutualInformation, row.dependence.pDistance};
      for (std::size_t k = 0; k < p.size(); ++k) rejected[k] += p[k] <= 0.2;
    }
  }
  for (const int count : rejected) EXPECT_NEAR(count, 7.2, 7);
}

}  // namespace
}  // namespace glasscope::compare
