#include "compare/statistics/ReplicaEffects.h"

#include <cmath>

#include <gtest/gtest.h>

#include "compare/statistics/Correlation.h"
#include "tests/compare/Planted.h"

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
  row.correlation.nEffective = 40;
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
                      {"five_fold@haadf", "haadf", partial, 0.5 + std::abs(partial), 10}});
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
  EXPECT_EQ(row.claim.verdict, Verdict::visible);
  EXPECT_NE(table.method.find("5 independent samples"), std::string::npos);
  EXPECT_EQ(row.significance.samples, 5);
  // t = 0.4 / 0.070711 = 5.6569 with 4 degrees of freedom; 40 + 4 x 10 areas.
  EXPECT_NEAR(row.significance.pSamples, 0.0048125, 1e-6);
  EXPECT_EQ(row.significance.pFamily, row.significance.pSamples);  // the only pair
  EXPECT_EQ(row.correlation.nEffective, 80);
  // Claimed beyond 2.7764 errors; four in five exceed it by 0.94096 more (t of 4 at 80 %).
  EXPECT_NEAR(row.claim.smallestClaim, 2.7764 * 0.070711, 1e-4);
  EXPECT_NEAR(row.claim.smallestSeen, (2.7764 + 0.94096) * 0.070711, 1e-4);
}

// A pair that is "visible" in one sample and has the other sign in others is no property of the
// material. The area of a sample with the other sign is turned about.
TEST(ReplicaEffects, takeBackAClaimThatOtherSamplesDoNotShare) {
  AssociationTable table = tableOf(0.5, 0.8, Verdict::visible);
  takeReplicas(table, othersOf({-0.3, 0.2, -0.2, 0.1}));
  const AssociationRow& row = table.rows.front();
  EXPECT_FALSE(row.claim.significant);
  EXPECT_EQ(row.claim.verdict, Verdict::couldNotBeSeen);  // they scatter by 0.3
  EXPECT_NE(row.claim.advice.find("not over 5"), std::string::npos);
  EXPECT_NE(row.claim.advice.find("such samples would do"), std::string::npos);
  EXPECT_NEAR(row.top.auc, (0.8 + (1 - 0.8) + 0.7 + (1 - 0.7) + 0.6) / 5, 1e-12);
}

AssociationRow rowOf(const std::string& signal, RowRole role, double partial, double areas) {
  AssociationRow row;
  row.descriptor = "five_fold@haadf";
  row.signal = signal;
  row.role = role;
  row.correlation.partial = partial;
  row.correlation.nEffective = areas;
  row.significance.pSurrogate = 0.02;
  row.claim.verdict = Verdict::notBeyondChance;
  return row;
}

// Five samples of every pair: `partials` of each.
AssociationTable overSamples(std::vector<AssociationRow> rows,
                             const std::vector<std::vector<double>>& partials) {
  AssociationTable table;
  std::vector<std::vector<ReplicaEffect>> others(partials.front().size() - 1);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].correlation.partial = partials[i][0];
    for (std::size_t s = 1; s < partials[i].size(); ++s)
      others[s - 1].push_back({rows[i].descriptor, rows[i].signal, partials[i][s], 0.6,
                               rows[i].correlation.nEffective});
  }
  table.rows = std::move(rows);
  takeReplicas(table, others);
  return table;
}

// Three tested pairs with p of 0.00481, 0.0161 and 0.0335 (t of 4: 5.657, 4, 3.182): Holm's times
// 3, 2 and 1, never falling; a control and a pair with too few areas are outside.
TEST(ReplicaEffects, areOneFamilyOfDescriptorsWithEnoughAreas) {
  const auto spread = [](double mean, double t) {
    // Five numbers about a mean whose standard error is mean / t.
    std::vector<double> values;
    const double deviation = mean / t * std::sqrt(5.0);
    for (const double z : {-2.0, -1.0, 0.0, 1.0, 2.0})
      values.push_back(mean + z * deviation / std::sqrt(2.5));
    return values;
  };
  const AssociationTable table = overSamples(
      {rowOf("a", RowRole::descriptor, 0, 40), rowOf("b", RowRole::descriptor, 0, 40),
       rowOf("c", RowRole::descriptor, 0, 40), rowOf("d", RowRole::null, 0, 40),
       rowOf("e", RowRole::descriptor, 0, 5)},
      {spread(0.4, 5.6569), spread(0.4, 4), spread(0.4, 3.182), spread(0.4, 50), spread(0.4, 50)});
  EXPECT_EQ(table.tested, 3);
  const auto family = [&](int i) { return table.rows[i].significance.pFamily; };
  const auto alone = [&](int i) { return table.rows[i].significance.pSamples; };
  EXPECT_NEAR(alone(0), 0.004813, 1e-5);
  EXPECT_NEAR(alone(1), 0.016130, 1e-5);
  EXPECT_NEAR(family(0), 3 * alone(0), 1e-12);
  EXPECT_NEAR(family(1), 2 * alone(1), 1e-12);
  EXPECT_NEAR(family(2), std::max(family(1), alone(2)), 1e-12);
  EXPECT_EQ(family(3), 1);
  EXPECT_LT(alone(3), 1e-5);  // a control is told like any pair, and claims nothing
  EXPECT_FALSE(table.rows[3].claim.significant);
  EXPECT_EQ(family(4), 1);
  EXPECT_EQ(table.rows[4].claim.verdict, Verdict::tooFewAreas);
  EXPECT_NE(table.rows[4].claim.advice.find("25 in 5 samples"), std::string::npos);
  EXPECT_EQ(table.rows[0].claim.verdict, Verdict::visible);
  EXPECT_NEAR(table.rows[0].significance.qFdr, 3 * alone(0), 1e-12);
  EXPECT_NEAR(table.rows[0].significance.qYekutieli, 3 * alone(0) * (1 + 0.5 + 1.0 / 3), 1e-12);
  EXPECT_EQ(table.floorFamily, 0);
}

// In samples that agree to a hundredth 0.05 is beyond chance, and 0.3 would have been seen with
// ease; where they scatter by 0.3 it could not.
TEST(ReplicaEffects, tellSmallEffectsFromThoseThatCouldNotBeSeen) {
  const std::vector<AssociationRow> one = {rowOf("a", RowRole::descriptor, 0, 40)};
  const auto rowFor = [&](const std::vector<double>& partials) {
    return overSamples(one, {partials}).rows[0];
  };
  EXPECT_EQ(rowFor({0.05, 0.06, 0.05, 0.04, 0.05}).claim.verdict, Verdict::visible);
  EXPECT_EQ(rowFor({0.05, -0.06, 0.05, -0.04, 0.0}).claim.verdict, Verdict::notBeyondChance);
  const AssociationRow wide = rowFor({0.5, -0.3, 0.1, -0.2, 0.2});
  EXPECT_EQ(wide.claim.verdict, Verdict::couldNotBeSeen);
  EXPECT_NE(wide.claim.advice.find("in 5 samples"), std::string::npos);
}

// A table of t: 2.0106 and 0.8487 at 97.5 and 80 % with 48 degrees of freedom, and so on: the
// spread of 0.3 falls below 0.3 / (2.2622 + 0.8834) x sqrt(10) with ten samples (9 degrees), not
// with nine (2.3060 + 0.8889).
TEST(ReplicaEffects, sayHowManySamplesWouldDo) {
  const double ten = 0.3 * std::sqrt(10) / (2.2622 + 0.8834);
  const double nine = 0.3 * std::sqrt(9) / (2.3060 + 0.8889);
  EXPECT_EQ(samplesToSee(0.3, ten * 0.999, 0.05), 10);
  EXPECT_EQ(samplesToSee(0.3, ten * 1.001, 0.05), 11);
  EXPECT_EQ(samplesToSee(0.3, nine * 0.999, 0.05), 9);
  EXPECT_GT(samplesToSee(0.3, ten * 0.999, 0.005), 10);
  EXPECT_EQ(samplesToSee(0.001, 1, 0.05), 0);
}

// Pairs of maps that know nothing of each other, as smooth as those of a probe, in five samples
// each: some samples are larger than others. 6,000 pairs: the standard error of 5 % is 0.28 %.
TEST(ReplicaEffects, rejectFivePercentOfPairsThatKnowNothingOfEachOther) {
  constexpr int kPairs = 6000, kSamples = 5;
  const int sides[kSamples] = {16, 12, 16, 20, 12};
  int rejected = 0, tablesWithAny = 0;
  constexpr int kPairsOfTable = 10;
  std::vector<AssociationRow> rows;
  std::vector<std::vector<double>> partials;
  std::uint64_t stream = 0;
  for (int pair = 0; pair < kPairs; ++pair) {
    rows.push_back(rowOf("signal_" + std::to_string(pair), RowRole::descriptor, 0, 30));
    partials.emplace_back();
    for (const int side : sides) {
      const Map2 a = planted::smoothNoise(side, 1, 71, stream++, true);
      const Map2 b = planted::smoothNoise(side, 1, 71, stream++, true);
      partials.back().push_back(pearson(a.values.span(), b.values.span()));
    }
    if (static_cast<int>(rows.size()) < kPairsOfTable) continue;
    const AssociationTable table = overSamples(std::move(rows), partials);
    bool any = false;
    for (const AssociationRow& row : table.rows) {
      rejected += row.significance.pSamples <= 0.05 ? 1 : 0;
      any = any || row.claim.significant;
    }
    tablesWithAny += any ? 1 : 0;
    rows.clear();
    partials.clear();
  }
  EXPECT_NEAR(static_cast<double>(rejected) / kPairs, 0.05, 0.01);
  // Of 600 tables: the standard error of 5 % is 0.9 %. Ten pairs without Holm: 40 %.
  EXPECT_LT(static_cast<double>(tablesWithAny) * kPairsOfTable / kPairs, 0.05 + 0.027);
  EXPECT_GT(tablesWithAny, 5);
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
  EXPECT_EQ(table.rows.front().significance.samples, 1);
}

// The claims of one sample do not stand in a table over many, unless its p holds there.
TEST(ReplicaEffects, takePairsOfTooFewSamplesByTheirSurrogates) {
  for (const double p : {0.03, 0.001}) {
    AssociationTable table = tableOf(0.5, 0.8, Verdict::visible);
    table.rows.push_back(rowOf("only_here", RowRole::descriptor, 0.4, 50));
    table.rows.back().significance.pSurrogate = p;
    table.rows.back().claim.verdict = Verdict::visible;
    takeReplicas(table, othersOf({-0.3, 0.2, -0.2, 0.1}));
    EXPECT_EQ(table.tested, 2);
    EXPECT_NEAR(table.rows[1].significance.pFamily, std::min(1.0, 2 * p), 1e-12);
    EXPECT_EQ(table.rows[1].claim.significant, 2 * p <= 0.05);
    EXPECT_EQ(table.rows[1].correlation.partial, 0.4);
  }
}

TEST(ReplicaEffects, ofATableAreItsRows) {
  const auto effects = effectsOf(tableOf(0.5, 0.8, Verdict::visible));
  ASSERT_EQ(effects.size(), 1u);
  EXPECT_EQ(effects[0].descriptor, "five_fold@haadf");
  EXPECT_EQ(effects[0].signal, "haadf");
  EXPECT_EQ(effects[0].partial, 0.5);
  EXPECT_EQ(effects[0].auc, 0.8);
  EXPECT_EQ(effects[0].areas, 40);
}

}  // namespace
}  // namespace glasscope::compare
