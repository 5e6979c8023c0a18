#include "compare/statistics/AssociationTable.h"

#include <array>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "compare/statistics/Correlation.h"
#include "core/system/Error.h"
#include "core/system/Parallel.h"
#include "tests/compare/Planted.h"
#include "tests/compare/PlantedTables.h"

namespace glasscope::compare {
namespace {

using planted::mixture;
using planted::plainSettings;

TEST(AssociationTable, findsAPlantedAssociationAndOnlyThat) {
  const Map2 a = planted::smoothNoise(64, 2, 9, 0, true),
             b = planted::smoothNoise(64, 2, 9, 1, true);
  const Map2 c = planted::smoothNoise(64, 2, 9, 2, true);
  const AssociationTable table = associate({a, c}, {mixture(a, b, 0.6)});
  ASSERT_EQ(table.rows.size(), 2u);
  const AssociationRow &found = table.rows[0], &nothing = table.rows[1];
  EXPECT_EQ(found.claim.verdict, Verdict::visible);
  EXPECT_EQ(nothing.claim.verdict, Verdict::notBeyondChance);
  EXPECT_FALSE(nothing.claim.significant);
  // 163 independent cells: the standard error of r is 0.05.
  EXPECT_NEAR(found.correlation.pearson, 0.6, 0.2);
  EXPECT_NEAR(found.correlation.spearman, found.correlation.pearson, 0.06);
  EXPECT_NEAR(found.correlation.partial, found.correlation.pearson,
              1e-10);  // periodic maps have no slopes to take out
  EXPECT_LT(found.correlation.partialLow, 0.6);
  EXPECT_GT(found.correlation.partialHigh, 0.6);
  EXPECT_GT(found.top.auc, 0.7);
  EXPECT_GT(found.top.aucLow, 0.5);
  EXPECT_NEAR(found.top.prevalence, 0.1, 1e-3);
  EXPECT_GT(found.top.averagePrecision, 2 * found.top.chancePrecision);
  EXPECT_NEAR(found.top.chancePrecision, 0.1, 0.06);
  for (const double p : {found.correlation.pSpearman, found.top.pAuc, found.top.pPrecision,
                         found.dependence.pMutualInformation, found.dependence.pDistance}) {
    EXPECT_EQ(p, 1.0 / 200);  // no surrogate comes near
  }
  EXPECT_GT(nothing.correlation.pSpearman, 0.05);
  EXPECT_GT(nothing.top.pAuc, 0.05);
  EXPECT_EQ(found.significance.kind, "phase randomisation");
}

// By hand: 2 tests, 19 surrogates.
TEST(AssociationTable, saysTheSmallestValuesThatAPairCanReach) {
  const Map2 a = planted::smoothNoise(32, 1, 9, 0, true),
             b = planted::smoothNoise(32, 1, 9, 1, true);
  const AssociationTable table = associate({a, b}, {a}, plainSettings(19));
  EXPECT_EQ(table.tested, 2);
  EXPECT_EQ(table.surrogates, 19);
  EXPECT_DOUBLE_EQ(table.floorFamily, 0.05);
  EXPECT_DOUBLE_EQ(table.floorFdr, 0.1);
  EXPECT_DOUBLE_EQ(table.floorYekutieli, 0.15);
  EXPECT_DOUBLE_EQ(table.rows[0].significance.pSurrogate, 0.05);  // of a map with itself
  EXPECT_DOUBLE_EQ(table.rows[0].significance.pFamily, 0.05);
  EXPECT_DOUBLE_EQ(table.rows[0].significance.qFdr, 0.1);
  EXPECT_DOUBLE_EQ(table.rows[0].significance.qYekutieli, 0.15);
  // q could not reach 5 %, and yet r = 1 is called what it is.
  EXPECT_TRUE(table.rows[0].claim.significant);
  EXPECT_NE(table.method.find("p_family 0.05, q 0.1 and 0.15"), std::string::npos);
}

TEST(AssociationTable, neverCallsInvisibleWhatItCouldNotHaveCalledVisible) {
  const Map2 a = planted::smoothNoise(32, 1, 9, 0, true),
             b = planted::smoothNoise(32, 1, 9, 1, true);
  const AssociationTable table = associate({a, b}, {a}, plainSettings(9));
  EXPECT_DOUBLE_EQ(table.floorFamily, 0.1);
  EXPECT_FALSE(table.rows[0].claim.significant);
  EXPECT_EQ(table.rows[0].claim.verdict, Verdict::couldNotBeSeen);
  EXPECT_EQ(table.rows[0].claim.smallestClaim, 1);
  EXPECT_FALSE(table.rows[0].claim.advice.empty());
}

TEST(AssociationTable, makesMoreSurrogatesWhereALonePairNeedsThem) {
  std::vector<Map2> a;
  for (std::uint64_t i = 0; i < 30; ++i) a.push_back(planted::smoothNoise(24, 1, 9, i, true));
  AssociationSettings settings = plainSettings(99);
  settings.adaptive = true;
  const AssociationTable table = associate(a, {a[3]}, settings);
  EXPECT_EQ(table.surrogates, 1200);  // 2 x 30 / 0.05
  EXPECT_LE(table.rows[3].significance.qFdr, 0.025);
  settings.mostSurrogates = 500;
  EXPECT_EQ(associate(a, {a[3]}, settings).surrogates, 500);
}

// The smallest claim is where significance begins: just above it a planted correlation is called
// visible, just below it is not.
TEST(AssociationTable, knowsTheSmallestClaim) {
  const Map2 a = planted::smoothNoise(48, 1.5, 9, 0, true),
             b = planted::smoothNoise(48, 1.5, 9, 1, true);
  const AssociationSettings settings = plainSettings(999);
  const auto rowOf = [&](double share) {
    return associate({a}, {mixture(a, b, share)}, settings).rows[0];
  };
  double low = 0, high = 1;
  for (int i = 0; i < 12; ++i) {
    const double middle = 0.5 * (low + high);
    (rowOf(middle).claim.significant ? high : low) = middle;
  }
  const AssociationRow row = rowOf(high);
  // The deviation changes with the mixture, and 999 surrogates resolve z to a few hundredths.
  EXPECT_NEAR(std::abs(row.correlation.partial), row.claim.smallestClaim,
              0.02 * row.claim.smallestClaim);
  EXPECT_GT(row.claim.smallestSeen, row.claim.smallestClaim);
}

// Of planted correlations at `smallestSeen` about four in five are called significant: 100 trials,
// standard error 4 %; the planted value varies by itself with the maps.
TEST(AssociationTable, seesTheSmallestSeenFourTimesInFive) {
  int seen = 0;
  AssociationSettings settings = plainSettings(199);
  const Map2 first = planted::smoothNoise(32, 1, 50, 0, true),
             other = planted::smoothNoise(32, 1, 50, 1, true);
  const double share = associate({first}, {other}, settings).rows[0].claim.smallestSeen;
  for (std::uint64_t trial = 0; trial < 100; ++trial) {
    const Map2 a = planted::smoothNoise(32, 1, 60 + trial, 0, true),
               b = planted::smoothNoise(32, 1, 60 + trial, 1, true);
    seen += associate({a}, {mixture(a, b, share)}, settings).rows[0].claim.significant;
  }
  EXPECT_NEAR(seen, 80, 14);
}

// A common ramp of a tenth of the mean across the field, as a wedge makes: without regression most
// unrelated pairs become "significant", with it none more than by chance.
TEST(AssociationTable, aCommonSlopeIsNoAssociation) {
  double plain = 0, partial = 0;
  for (std::uint64_t trial = 0; trial < 60; ++trial) {
    std::vector<Map2> maps{planted::smoothNoise(32, 1.5, 300 + trial, 0, false),
                           planted::smoothNoise(32, 1.5, 300 + trial, 1, false)};
    for (Map2& map : maps) {
      double square = 0;
      for (const double v : map.values) square += v * v / 1024;
      for (int x = 0; x < 32; ++x) {
        for (int y = 0; y < 32; ++y) {
          map.values(x, y) =
              (20 + map.values(x, y) / std::sqrt(square)) * (1 + 0.1 * (x / 31.0 - 0.5));
        }
      }
    }
    const AssociationRow row = associate({maps[0]}, {maps[1]}, plainSettings(99)).rows[0];
    plain += (row.significance.pPlain <= 0.05) / 0.6;
    partial += (row.significance.pSurrogate <= 0.05) / 0.6;
  }
  EXPECT_GT(plain, 40);
  EXPECT_NEAR(partial, 5, 8);  // standard error 2.8 %
}

// Two signals that share nothing but the thickness: a given thickness map takes the association
// away, and the plain number stays beside it.
TEST(AssociationTable, takesAGivenThicknessOutOfBothSides) {
  const Map2 a = planted::smoothNoise(48, 1.5, 9, 0, true),
             b = planted::smoothNoise(48, 1.5, 9, 1, true);
  Map2 thickness = planted::smoothNoise(48, 1.5, 9, 2, true);
  thickness.name = "thickness";
  AssociationGroup group{
      {mixture(thickness, a, 0.8)}, {mixture(thickness, b, 0.8)}, {thickness}, {thickness}};
  const AssociationTable table = associate({group}, plainSettings(199));
  ASSERT_EQ(table.rows.size(), 2u);
  const AssociationRow &row = table.rows[0], &null = table.rows[1];
  EXPECT_GT(row.correlation.pearson, 0.5);
  EXPECT_EQ(row.significance.pPlain, 1.0 / 200);
  EXPECT_LT(std::abs(row.correlation.partial), 0.2);
  EXPECT_FALSE(row.claim.significant);
  // The thickness itself is a control that explains the signal; it makes no claim.
  EXPECT_EQ(null.role, RowRole::null);
  EXPECT_GT(null.correlation.partial, 0.7);
  EXPECT_EQ(null.significance.pSurrogate, 1.0 / 200);
  EXPECT_FALSE(null.claim.significant);
  EXPECT_EQ(table.tested, 1);
}

// The partial correlation by its formula, of two maps and one covariate.
TEST(AssociationTable, partialCorrelationFollowsItsFormula) {
  const Map2 a = planted::smoothNoise(32, 1, 9, 0, true),
             b = planted::smoothNoise(32, 1, 9, 1, true);
  const Map2 c = mixture(a, planted::smoothNoise(32, 1, 9, 2, true), 0.7);
  const Map2 d = mixture(c, b, 0.5);
  const auto r = [](const Map2& u, const Map2& v) {
    return pearson(u.values.span(), v.values.span());
  };
  const double exact =
      (r(a, d) - r(a, c) * r(d, c)) / std::sqrt((1 - r(a, c) * r(a, c)) * (1 - r(d, c) * r(d, c)));
  const AssociationTable table =
      associate({AssociationGroup{{a}, {d}, {}, {c}}}, plainSettings(19));
  const AssociationRow& row = table.rows[0];
  EXPECT_NEAR(row.correlation.partial, exact, 1e-10);
  // The covariate costs one degree of freedom.
  EXPECT_NEAR(row.correlation.pDutilleul,
              correlationP(row.correlation.partial, row.correlation.nEffective - 1), 1e-12);
  // For contrast: the maps as they are, all of their pixels independent.
  EXPECT_NEAR(row.correlation.pearson, r(a, d), 1e-12);
  EXPECT_DOUBLE_EQ(row.correlation.pNaive, correlationP(r(a, d), 32 * 32));
}

// Where one pair is all that was asked, the chance that any pair does as well is its own.
TEST(AssociationTable, aFamilyOfOneIsItself) {
  const Map2 a = planted::smoothNoise(32, 1, 9, 0, true),
             b = planted::smoothNoise(32, 1, 9, 1, true);
  for (const double share : {0.0, 0.05, 0.1, 0.15}) {
    const AssociationRow row = associate({a}, {mixture(a, b, share)}, plainSettings(199)).rows[0];
    EXPECT_EQ(row.significance.pFamily, row.significance.pSurrogate) << share;
  }
}

// One family for all groups of a run: the q of a row knows the tests of the other scan, and maps
// that do not vary count nowhere. (Two rules in two places once gave a constant map's pairs p = 1
// and a place in the table.)
TEST(AssociationTable, controlsOneFamilyOverAllGroups) {
  const Map2 a = planted::smoothNoise(32, 1, 9, 0, true),
             b = planted::smoothNoise(32, 1, 9, 1, true);
  const Map2 c = planted::smoothNoise(24, 1, 9, 2, true),
             d = planted::smoothNoise(24, 1, 9, 3, true);
  Map2 constant = a;
  constant.name = "constant";
  for (double& v : constant.values) v = 0.1;
  const AssociationTable table = associate(
      {AssociationGroup{{a, constant}, {a}, {}, {}}, AssociationGroup{{c, d}, {c}, {}, {}}},
      plainSettings(199));
  ASSERT_EQ(table.rows.size(), 3u);
  EXPECT_EQ(table.tested, 3);
  EXPECT_DOUBLE_EQ(table.rows[0].significance.qFdr, 3.0 / 200 / 2);  // two of three reach 1/200
  EXPECT_DOUBLE_EQ(table.rows[1].significance.qFdr, 3.0 / 200 / 2);
  EXPECT_EQ(table.rows[2].descriptor, d.name);
  ASSERT_EQ(table.leftOut.size(), 1u);
  EXPECT_EQ(table.leftOut[0].map, "constant");
  EXPECT_NE(table.leftOut[0].why.find("does not vary"), std::string::npos);
}

TEST(AssociationTable, claimsNothingOfTooFewAreas) {
  const Map2 a = planted::smoothNoise(24, 4, 9, 0, true),
             b = planted::smoothNoise(24, 4, 9, 1, true);
  const AssociationTable table = associate({a, b}, {a}, plainSettings(99));
  EXPECT_LT(table.rows[0].correlation.nEffective, kFewestSamples);
  EXPECT_EQ(table.rows[0].significance.pSurrogate, 0.01);  // the number is there
  EXPECT_FALSE(table.rows[0].claim.significant);           // and no claim
  EXPECT_EQ(table.rows[0].significance.qFdr, 1);
  EXPECT_EQ(table.rows[0].claim.verdict, Verdict::tooFewAreas);
  EXPECT_NE(table.rows[0].claim.advice.find("30 would do"), std::string::npos);
  EXPECT_EQ(table.tested, 0);
}

TEST(AssociationTable, leavesOutPixelsWithoutInformation) {
  Map2 a = planted::smoothNoise(32, 1, 9, 0, false), b = planted::smoothNoise(32, 1, 9, 1, false);
  for (int y = 0; y < 32; ++y) a.values(0, y) = std::numeric_limits<double>::quiet_NaN();
  for (int x = 0; x < 32; ++x) b.values(x, 0) = std::numeric_limits<double>::quiet_NaN();
  const AssociationRow row = associate({a}, {b}).rows[0];
  EXPECT_EQ(row.pixels, 31 * 31);
  EXPECT_TRUE(std::isfinite(row.correlation.pearson));
  EXPECT_EQ(row.significance.kind, "phase randomisation");
}

// A particle: most pixels are empty, so surrogates are made in the eigenvectors of its area, and of
// means over 2 x 2 pixels where the area is large. Unrelated maps are rejected at the nominal rate:
// 64 pairs at 20 %, standard error 5 %.
TEST(AssociationTable, masksThatTakeMuchAwayAreRandomisedByMoran) {
  std::vector<Map2> a, b;
  for (std::uint64_t i = 0; i < 8; ++i) {
    a.push_back(planted::smoothNoise(30, 1, 31, 2 * i, false));
    b.push_back(planted::smoothNoise(30, 1, 31, 2 * i + 1, false));
    for (Map2* map : {&a.back(), &b.back()}) {
      for (int x = 0; x < 30; ++x) {
        for (int y = 0; y < 30; ++y) {
          if (std::hypot(x - 14.5, y - 14.5) > 13) map->values(x, y) = std::nan("");
        }
      }
    }
  }
  double rejected = 0;
  for (const AssociationRow& row : associate(a, b, plainSettings(99)).rows) {
    EXPECT_EQ(row.significance.kind, "Moran randomisation");
    rejected += row.significance.pSurrogate <= 0.2;
  }
  EXPECT_NEAR(rejected / 64, 0.2, 0.15);
  Map2 large = planted::smoothNoise(60, 2, 31, 0, false);
  for (int x = 0; x < 21; ++x) {  // a square of which half is there still counts
    for (int y = 0; y < 60; ++y) large.values(x, y) = std::nan("");
  }
  const AssociationRow row = associate({large}, {large}, plainSettings(19)).rows[0];
  EXPECT_EQ(row.significance.kind, "Moran randomisation of 2 x 2 means");
  EXPECT_EQ(row.pixels, 600);
}

TEST(AssociationTable, leavesOutMapsThatCarryNothing) {
  const Map2 a = planted::smoothNoise(32, 1, 9, 0, false);
  Map2 constant = a, empty = a, half = a;
  constant.name = "constant", empty.name = "empty", half.name = "half";
  for (double& v : constant.values) v = 0.1;
  for (double& v : empty.values) v = std::numeric_limits<double>::quiet_NaN();
  for (std::size_t i = 0; i < 600; ++i) half.values[i] = std::numeric_limits<double>::quiet_NaN();
  const AssociationTable table = associate({constant, empty, half}, {a}, plainSettings(19));
  EXPECT_TRUE(table.rows.empty());
  ASSERT_EQ(table.leftOut.size(), 3u);
  EXPECT_EQ(table.leftOut[0].map, "empty");
  EXPECT_EQ(table.leftOut[1].map, "half");
  EXPECT_EQ(table.leftOut[2].map, "constant");
  EXPECT_TRUE(associate({a}, {constant}, plainSettings(19)).rows.empty());
  EXPECT_TRUE(associate({a}, {}, plainSettings(19)).rows.empty());
  EXPECT_TRUE(associate({}, {a}, plainSettings(19)).rows.empty());
}

TEST(AssociationTable, givesTheSameBitsOnAnyNumberOfThreads) {
  const Map2 a = planted::smoothNoise(32, 1, 9, 0, false),
             b = planted::smoothNoise(32, 1, 9, 1, false);
  AssociationSettings settings;
  settings.surrogates = 150;  // two whole blocks and a part of one
  settings.dependenceSurrogates = 19;
  const int before = threadCount();
  setThreadCount(1);
  const AssociationTable one = associate({a, b}, {b, a}, settings);
  setThreadCount(3);
  const AssociationTable three = associate({a, b}, {b, a}, settings);
  setThreadCount(before);
  EXPECT_EQ(one.criticalZ, three.criticalZ);
  for (std::size_t i = 0; i < one.rows.size(); ++i) {
    EXPECT_EQ(one.rows[i].significance.pSurrogate, three.rows[i].significance.pSurrogate);
    EXPECT_EQ(one.rows[i].significance.pFamily, three.rows[i].significance.pFamily);
    EXPECT_EQ(one.rows[i].top.aucLow, three.rows[i].top.aucLow);
    EXPECT_EQ(one.rows[i].correlation.nEffective, three.rows[i].correlation.nEffective);
  }
}

TEST(AssociationTable, refusesMapsOnDifferentGrids) {
  const Map2 a = planted::smoothNoise(32, 1, 9, 0, false),
             b = planted::smoothNoise(16, 1, 9, 1, false);
  EXPECT_THROW(associate({a}, {b}), Error);
  EXPECT_THROW(associate({AssociationGroup{{a}, {a}, {}, {b}}}), Error);
  AssociationSettings settings;
  settings.level = 0;
  EXPECT_THROW(associate({a}, {a}, settings), Error);
}

}  // namespace
}  // namespace glasscope::compare
