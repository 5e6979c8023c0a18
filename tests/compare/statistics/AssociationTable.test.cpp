#include "compare/statistics/AssociationTable.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "core/system/Parallel.h"
#include "tests/compare/Planted.h"

namespace glasscope::compare {
namespace {

struct Rates {
  double naive = 0, surrogate = 0, dutilleul = 0, samples = 0;
};

// 20 x 20 pairs of independent maps; pairs that share a map are uncorrelated under the null, so the
// number of rejections has the spread of 400 independent trials.
Rates rejectionRates(double sigma, bool periodic, SurrogateKind kind, std::uint64_t seed) {
  std::vector<Map2> a, b;
  for (std::uint64_t i = 0; i < 20; ++i) {
    a.push_back(planted::smoothNoise(96, sigma, seed, 2 * i, periodic));
    b.push_back(planted::smoothNoise(96, sigma, seed, 2 * i + 1, periodic));
  }
  AssociationSettings settings;
  settings.surrogates = 99;
  settings.kind = kind;
  Rates rates;
  for (const AssociationRow& row : associate(a, b, settings).rows) {
    rates.naive += (row.pNaive <= 0.05) / 4.0;
    rates.surrogate += (row.pSurrogate <= 0.05) / 4.0;
    rates.dutilleul += (row.pDutilleul <= 0.05) / 4.0;
    rates.samples += row.nEffective / 400;
  }
  return rates;
}

// The project's own table (96 x 96 independent maps smoothed by 0, 2, 4, 6 pixels, nominal 5 %).
// Its entries and ours each come from a few hundred trials, so a difference of three standard
// errors of 400 trials: 3 x 1.1 % at 5 %, 3 x 2.3 % at 68 %. A test that ignores autocorrelation
// fails by 60 %.
class NullTable : public testing::TestWithParam<std::array<double, 5>> {};

TEST_P(NullTable, rejectsIndependentMapsAtTheNominalRate) {
  const auto [sigma, naive, surrogate, dutilleul, samples] = GetParam();
  const Rates rates = rejectionRates(sigma, true, SurrogateKind::phaseRandomisation, 1);
  EXPECT_NEAR(rates.naive, naive, 7);
  EXPECT_NEAR(rates.surrogate, surrogate, 3.5);
  EXPECT_NEAR(rates.dutilleul, dutilleul, 3.5);
  EXPECT_NEAR(rates.samples, samples, 0.06 * samples);  // their spread from table to table: 3 %
}

INSTANTIATE_TEST_SUITE_P(Smoothing, NullTable,
                         testing::Values(std::array<double, 5>{0, 6, 5, 6, 9210},
                                         std::array<double, 5>{2, 68, 3, 3, 375},
                                         std::array<double, 5>{4, 84, 5, 5, 96},
                                         std::array<double, 5>{6, 90, 5, 5, 46}));

TEST(AssociationTable, toroidalShiftsRejectAtTheNominalRate) {
  EXPECT_NEAR(rejectionRates(4, true, SurrogateKind::toroidalShift, 2).surrogate, 5, 3.5);
}

// Maps cut out of a larger field: their opposite edges do not meet, which the phase-randomised
// surrogates take for extra short waves; the rate may rise a little (5 to 8 % was seen at sigma 6).
TEST(AssociationTable, openMapsStayNearTheNominalRate) {
  const Rates rates = rejectionRates(4, false, SurrogateKind::phaseRandomisation, 3);
  EXPECT_NEAR(rates.surrogate, 5, 4);
  EXPECT_NEAR(rates.dutilleul, 5, 3.5);
}

Map2 mixture(const Map2& a, const Map2& b, double share) {
  Map2 map = a;
  map.name = "mixture";
  for (std::size_t i = 0; i < map.values.size(); ++i) {
    map.values[i] = share * a.values[i] + std::sqrt(1 - share * share) * b.values[i];
  }
  return map;
}

TEST(AssociationTable, findsAPlantedAssociationAndOnlyThat) {
  const Map2 a = planted::smoothNoise(64, 2, 9, 0, true),
             b = planted::smoothNoise(64, 2, 9, 1, true);
  const Map2 c = planted::smoothNoise(64, 2, 9, 2, true);
  const AssociationTable table = associate({a, c}, {mixture(a, b, 0.6)});
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_TRUE(table.rows[0].significant);
  EXPECT_FALSE(table.rows[1].significant);
  // 163 independent cells: the standard error of r is 0.05.
  EXPECT_NEAR(table.rows[0].pearson, 0.6, 0.2);
  EXPECT_NEAR(table.rows[0].spearman, table.rows[0].pearson, 0.06);
  EXPECT_GT(table.rows[0].auc, 0.7);
  EXPECT_NEAR(table.rows[0].prevalence, 0.1, 1e-3);
  EXPECT_EQ(table.rows[0].surrogateKind, "toroidal shifts");
  EXPECT_EQ(table.rows[0].surrogates, 4095);
}

TEST(AssociationTable, leavesOutPixelsWithoutInformation) {
  Map2 a = planted::smoothNoise(32, 1, 9, 0, false), b = planted::smoothNoise(32, 1, 9, 1, false);
  for (int y = 0; y < 32; ++y) a.values(0, y) = std::numeric_limits<double>::quiet_NaN();
  for (int x = 0; x < 32; ++x) b.values(x, 0) = std::numeric_limits<double>::quiet_NaN();
  const AssociationRow row = associate({a}, {b}).rows[0];
  EXPECT_EQ(row.pixels, 31 * 31);
  EXPECT_TRUE(std::isfinite(row.pearson));
  EXPECT_LE(row.nEffective, 31 * 31);
  EXPECT_EQ(row.surrogateKind, "phase randomisation");
}

TEST(AssociationTable, constantOrEmptyMapsAreNeverSignificant) {
  const Map2 a = planted::smoothNoise(32, 1, 9, 0, false);
  Map2 constant = a, empty = a;
  for (double& v : constant.values) v = 0.1;
  for (double& v : empty.values) v = std::numeric_limits<double>::quiet_NaN();
  for (const AssociationRow& row : associate({constant, empty}, {a}).rows) {
    EXPECT_TRUE(std::isnan(row.pearson));
    EXPECT_EQ(row.pSurrogate, 1);
    EXPECT_EQ(row.qFdr, 1);
    EXPECT_FALSE(row.significant);
  }
}

TEST(AssociationTable, givesTheSameBitsOnAnyNumberOfThreads) {
  const Map2 a = planted::smoothNoise(32, 1, 9, 0, false),
             b = planted::smoothNoise(32, 1, 9, 1, false);
  const int before = threadCount();
  setThreadCount(1);
  const AssociationTable one = associate({a, b}, {b, a});
  setThreadCount(3);
  const AssociationTable three = associate({a, b}, {b, a});
  setThreadCount(before);
  for (std::size_t i = 0; i < one.rows.size(); ++i) {
    EXPECT_EQ(one.rows[i].pSurrogate, three.rows[i].pSurrogate);
    EXPECT_EQ(one.rows[i].nEffective, three.rows[i].nEffective);
  }
}

TEST(AssociationTable, refusesMapsOnDifferentGrids) {
  const Map2 a = planted::smoothNoise(32, 1, 9, 0, false),
             b = planted::smoothNoise(16, 1, 9, 1, false);
  EXPECT_THROW(associate({a}, {b}), Error);
  AssociationSettings settings;
  settings.level = 0;
  EXPECT_THROW(associate({a}, {a}, settings), Error);
}

}  // namespace
}  // namespace glasscope::compare
