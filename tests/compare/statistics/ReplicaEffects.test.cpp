#include "compare/statistics/ReplicaEffects.h"

#include <cmath>

#include <gtest/gtest.h>

namespace glasscope::compare {
namespace {

AssociationTable tableOf(double partial, double auc, Verdict verdict) {
  AssociationTable table;
  AssociationRow row;
  row.descriptor = "five_fold@haadf";
  row.signal = "haadf";
  row.correlation.partial = partial;
  row.correlation.partialLow = -0.9;
  row.correlation.partialHigh = 0.9;
  row.top.auc = auc;
  row.claim.verdict = verdict;
  row.claim.significant = verdict == Verdict::visible;
  table.rows = {row};
  table.method = "As before.";
  return table;
}

std::vector<std::vector<ReplicaEffect>> othersOf(const std::vector<double>& partials) {
  std::vector<std::vector<ReplicaEffect>> others;
  for (const double partial : partials)
    others.push_back({{"another", "haadf", 0.9, 0.9},
                      {"five_fold@haadf", "haadf", partial, 0.5 + std::abs(partial)}});
  return others;
}

// Student's t of 4 degrees of freedom at 97.5 % is 2.7764 (any table); the standard error of
// 0.2, 0.3, 0.4, 0.5, 0.6 is 0.1581 / sqrt(5) = 0.0707.
TEST(ReplicaEffects, areTheMeanOverSamplesWithStudentsInterval) {
  AssociationTable table = tableOf(0.2, 0.7, Verdict::visible);
  takeReplicas(table, othersOf({0.3, 0.4, 0.5, 0.6}));
  const AssociationRow& row = table.rows.front();
  EXPECT_NEAR(row.correlation.partial, 0.4, 1e-12);
  EXPECT_NEAR(row.correlation.partialLow, 0.4 - 2.7764 * 0.070711, 1e-4);
  EXPECT_NEAR(row.correlation.partialHigh, 0.4 + 2.7764 * 0.070711, 1e-4);
  EXPECT_NEAR(row.top.auc, (0.7 + 0.8 + 0.9 + 1.0 + 1.1) / 5, 1e-12);
  EXPECT_LT(row.top.aucLow, row.top.auc);
  EXPECT_GT(row.top.aucHigh, row.top.auc);
  EXPECT_TRUE(row.claim.significant);
  EXPECT_NE(table.method.find("5 independent samples"), std::string::npos);
}

// A pair that is "visible" in one sample and has the other sign in others is no property of the
// material. The area of a sample with the other sign is turned about.
TEST(ReplicaEffects, takeBackAClaimThatOtherSamplesDoNotShare) {
  AssociationTable table = tableOf(0.5, 0.8, Verdict::visible);
  takeReplicas(table, othersOf({-0.3, 0.2, -0.2, 0.1}));
  const AssociationRow& row = table.rows.front();
  EXPECT_FALSE(row.claim.significant);
  EXPECT_EQ(row.claim.verdict, Verdict::notBeyondChance);
  EXPECT_NE(row.claim.advice.find("not over 5"), std::string::npos);
  EXPECT_NEAR(row.top.auc, (0.8 + (1 - 0.8) + 0.7 + (1 - 0.7) + 0.6) / 5, 1e-12);
}

TEST(ReplicaEffects, leaveVerdictsAloneThatClaimNothing) {
  AssociationTable table = tableOf(0.1, 0.6, Verdict::couldNotBeSeen);
  takeReplicas(table, othersOf({-0.3, 0.2, -0.2, 0.1}));
  EXPECT_EQ(table.rows.front().claim.verdict, Verdict::couldNotBeSeen);
}

TEST(ReplicaEffects, ofFewerThanFiveSamplesChangeNothingAndSaySo) {
  AssociationTable table = tableOf(0.5, 0.8, Verdict::visible);
  takeReplicas(table, othersOf({-0.3, 0.2, -0.2}));
  EXPECT_EQ(table.rows.front().correlation.partial, 0.5);
  EXPECT_EQ(table.rows.front().correlation.partialHigh, 0.9);
  EXPECT_TRUE(table.rows.front().claim.significant);
  EXPECT_NE(table.method.find("fewer than 5"), std::string::npos);
}

// A sample that does not have the pair, or has no number for it, is not counted.
TEST(ReplicaEffects, countOnlySamplesThatHaveThePair) {
  AssociationTable table = tableOf(0.5, 0.8, Verdict::visible);
  auto others = othersOf({0.3, 0.2, 0.4, 0.1, std::nan("")});
  others.push_back({});
  takeReplicas(table, others);
  EXPECT_NEAR(table.rows.front().correlation.partial, 0.3, 1e-12);
  table = tableOf(0.5, 0.8, Verdict::visible);
  others.erase(others.begin());
  takeReplicas(table, others);
  EXPECT_EQ(table.rows.front().correlation.partial, 0.5);  // four samples of seven
}

TEST(ReplicaEffects, ofATableAreItsRows) {
  const auto effects = effectsOf(tableOf(0.5, 0.8, Verdict::visible));
  ASSERT_EQ(effects.size(), 1u);
  EXPECT_EQ(effects[0].descriptor, "five_fold@haadf");
  EXPECT_EQ(effects[0].signal, "haadf");
  EXPECT_EQ(effects[0].partial, 0.5);
  EXPECT_EQ(effects[0].auc, 0.8);
}

}  // namespace
}  // namespace glasscope::compare
