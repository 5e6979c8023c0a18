#include "compare/statistics/IndicatorRanking.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "compare/statistics/Correlation.h"
#include "compare/statistics/Detection.h"
#include "core/math/Constants.h"
#include "core/math/Random.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Parallel.h"
#include "tests/TemporaryFolder.h"

namespace glasscope::compare {
namespace {

// At the density of a metal and, like it, without two atoms at one place: bcc sites, shaken.
Atoms sample(int cells = 6) {
  constexpr double kEdge_A = 3.17;
  Atoms atoms;
  atoms.box = Box::orthogonal(Vec3::Constant(kEdge_A * cells));
  for (int i = 0; i < 2 * cells * cells * cells; ++i) {
    Random random(5, "sample", 0, static_cast<std::uint64_t>(i));
    const Vec3 cell(i / 2 % cells, i / 2 / cells % cells, i / 2 / cells / cells);
    const Vec3 shaken(random.normal(), random.normal(), random.normal());
    const int element = random.uniform() < 0.6 ? 29 : 40;
    atoms.add(element, kEdge_A * (cell + Vec3::Constant(i % 2 * 0.5)) + 0.3 * shaken);
  }
  return atoms;
}

// A field that hangs together in space: waves of random phases and heights over the box.
std::vector<double> waves(const Atoms& atoms, std::uint64_t draw) {
  std::vector<double> values(atoms.size(), 0.0);
  for (int x = -1; x <= 1; ++x) {
    for (int y = -1; y <= 1; ++y) {
      for (int z = -1; z <= 1; ++z) {
        Random random(7, "waves", draw, static_cast<std::uint64_t>(9 * x + 3 * y + z + 13));
        const double height = random.normal(), phase = 2 * constants::kPi * random.uniform();
        for (std::size_t i = 0; i < atoms.size(); ++i) {
          const Vec3 fraction = atoms.box.toFractional(atoms.positions[i]);
          values[i] += height * std::cos(2 * constants::kPi * fraction.dot(Vec3(x, y, z)) + phase);
        }
      }
    }
  }
  return values;
}

// Fields that hang together and know nothing of each other: correlations of 0.1 to 0.2 are common
// among them, and counted as independent atoms they would be called significant half of the time.
TEST(IndicatorRanking, callsWhatKnowsNothingOfTheTargetByTheLevel) {
  Atoms atoms = sample();
  std::vector<std::string> names, targets;
  for (std::uint64_t k = 0; k < 60; ++k) {
    auto& list = k < 12 ? targets : names;
    list.push_back("field_" + std::to_string(k));
    atoms.columns.add({list.back(), "1", "", waves(atoms, k)});
  }
  const auto rows = rankIndicators(atoms, names, targets, {.surrogates = 199, .seed = 1});
  ASSERT_EQ(rows.size(), 48u * 12u);
  int called = 0, naive = 0;
  double squares = 0;
  for (const RankedIndicator& row : rows) {
    called += row.p <= 0.05;
    naive += correlationP(row.withinElements, 432) <= 0.05;
    squares += std::pow(row.withinElements / row.chance, 2) / 576;
    EXPECT_GE(row.q, row.p);
  }
  // 29 of 576 at the level; 42 were measured: a field moved by the nearest atom is smeared a
  // little, and so chance comes out a tenth too small for fields as smooth as these.
  EXPECT_NEAR(called, 29, 25);
  EXPECT_GT(naive, 200) << "the fields do not hang together, and the test is none";
  EXPECT_NEAR(squares, 1, 0.25) << "chance is the scatter that fields without meaning have";
}

TEST(IndicatorRanking, findsWhatTellsTheTarget) {
  Atoms atoms = sample();
  const auto target = waves(atoms, 1);
  auto good = waves(atoms, 2), opposite = target;
  for (std::size_t i = 0; i < good.size(); ++i) {
    good[i] = target[i] + 0.5 * good[i];
    opposite[i] = -std::exp(target[i]);
  }
  atoms.columns.add({"unrelated", "1", "", waves(atoms, 3)});
  atoms.columns.add({"good", "eV", "", good});
  atoms.columns.add({"opposite", "1", "", opposite});
  atoms.columns.add({"target", "1", "", target});
  const auto rows = rankIndicators(atoms, {"unrelated", "good", "opposite", "target"}, {"target"},
                                   {.surrogates = 199, .seed = 1});
  ASSERT_EQ(rows.size(), 3u) << "a target is no indicator";
  EXPECT_EQ(rows[0].indicator, "opposite");
  EXPECT_NEAR(rows[0].spearman, -1, 1e-12) << "ranks know no scale";
  EXPECT_NEAR(rows[0].withinElements, -1, 1e-12);
  EXPECT_NEAR(rows[0].auc5, 0, 1e-12);
  EXPECT_EQ(rows[0].p, 1.0 / 200);
  EXPECT_EQ(rows[1].indicator, "good");
  EXPECT_EQ(rows[1].unit, "eV");
  EXPECT_NEAR(rows[1].spearman, spearman(good, target), 1e-12);
  EXPECT_NEAR(rows[1].auc5, detect(target, good, 0.05).auc, 1e-12);
  EXPECT_NEAR(rows[1].auc10, detect(target, good, 0.10).auc, 1e-12);
  EXPECT_EQ(rows[1].p, 1.0 / 200);
  EXPECT_GT(rows[2].p, 0.02);
}

// Zr yields and Cu does not: whoever knows the element knows that, and nothing beyond.
TEST(IndicatorRanking, whatTheElementTellsIsNoDiscovery) {
  Atoms atoms = sample();
  std::vector<double> target = waves(atoms, 1), element(atoms.size()), field = waves(atoms, 2);
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    element[i] = atoms.atomicNumbers[i];
    target[i] += atoms.atomicNumbers[i] == 40 ? 10 : 0;
    field[i] += atoms.atomicNumbers[i] == 40 ? 10 : 0;
  }
  atoms.columns.add({"element", "1", "", element});
  atoms.columns.add({"field", "1", "", field});
  atoms.columns.add({"target", "1", "", target});
  const auto rows =
      rankIndicators(atoms, {"element", "field"}, {"target"}, {.surrogates = 199, .seed = 1});
  ASSERT_EQ(rows.size(), 2u);
  for (const RankedIndicator& row : rows) {
    EXPECT_GT(row.spearman, 0.6) << row.indicator;
    EXPECT_LT(std::abs(row.withinElements), 0.4) << row.indicator;
    EXPECT_GT(row.p, 0.05) << row.indicator;
  }
}

TEST(IndicatorRanking, doesNotDependOnThreadsAndOnlyOnTheSeed) {
  Atoms atoms = sample(4);
  atoms.columns.add({"field", "1", "", waves(atoms, 1)});
  atoms.columns.add({"target", "1", "", waves(atoms, 2)});
  const auto ranked = [&](std::uint64_t seed) {
    return rankIndicators(atoms, {"field"}, {"target"}, {.surrogates = 99, .seed = seed}).front();
  };
  const int threads = threadCount();
  setThreadCount(1);
  const RankedIndicator one = ranked(1);
  setThreadCount(3);
  const RankedIndicator other = ranked(1), reseeded = ranked(2);
  setThreadCount(threads);
  EXPECT_EQ(one.p, other.p);
  EXPECT_EQ(one.chance, other.chance);
  EXPECT_NE(one.chance, reseeded.chance);
}

TEST(IndicatorRanking, whatIsNotDefinedSaysNothing) {
  Atoms atoms = sample();
  const auto target = waves(atoms, 1);
  auto holes = target, nearlyNone = target;
  for (std::size_t i = 0; i < holes.size(); ++i) {
    if (i % 3 == 0) holes[i] = std::numeric_limits<double>::quiet_NaN();
    if (i >= 29) nearlyNone[i] = std::numeric_limits<double>::quiet_NaN();
  }
  atoms.columns.add({"holes", "1", "", holes});
  atoms.columns.add({"nearly_none", "1", "", nearlyNone});
  atoms.columns.add({"constant", "1", "", std::vector<double>(atoms.size(), 4.0)});
  atoms.columns.add({"target", "1", "", target});
  const auto rows = rankIndicators(atoms, {"holes", "nearly_none", "constant"}, {"target"},
                                   {.surrogates = 19, .seed = 1});
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_GT(rows[0].spearman, 0.7);
  EXPECT_LT(rows[0].spearman, 0.95) << "a third of the atoms has no value";
  EXPECT_EQ(rows[0].atoms, atoms.size());
}

// What was measured at a sample of the atoms is told of these alone: as they know it, and by what
// the target's field does at them when it is moved.
TEST(IndicatorRanking, ofASampleOfTheAtomsIsToldOfThese) {
  Atoms atoms = sample();
  const auto sampled = [&](std::vector<double> values, std::size_t every) {
    for (std::size_t i = 0; i < values.size(); ++i)
      if (i % every != 0) values[i] = std::numeric_limits<double>::quiet_NaN();
    return values;
  };
  std::vector<std::string> names{"knows"}, targets;
  const auto target = waves(atoms, 0);
  atoms.columns.add({"knows", "1", "", sampled(target, 7)});
  for (std::uint64_t k = 0; k < 52; ++k) {
    auto& list = k < 12 ? targets : names;
    list.push_back("field_" + std::to_string(k));
    const auto field = waves(atoms, k);
    atoms.columns.add({list.back(), "1", "", k < 12 ? field : sampled(field, 7)});
  }
  const auto rows = rankIndicators(atoms, names, targets, {.surrogates = 199, .seed = 1});
  ASSERT_EQ(rows.size(), 41u * 12u);
  EXPECT_EQ(rows[0].indicator, "knows");
  EXPECT_EQ(rows[0].target, "field_0");
  EXPECT_EQ(rows[0].atoms, 62u);
  EXPECT_GT(rows[0].spearman, 0.98) << "ranks of the target among all atoms are not those of some";
  EXPECT_GT(rows[0].withinElements, 0.95);
  EXPECT_EQ(rows[0].auc10, 1);
  EXPECT_EQ(rows[0].p, 1.0 / 200);
  int called = 0;
  for (const RankedIndicator& row : rows)
    if (row.indicator != "knows") called += row.p <= 0.05;
  // 24 of 480 at the level; they are no independent ones.
  EXPECT_NEAR(called, 24, 22);
}

TEST(IndicatorRanking, readsWhatItWrote) {
  RankedIndicator row{"five_fold", "1", "d2min_A2"};
  row.spearman = -0.25;
  row.withinElements = 0.125;
  row.chance = 0.0625;
  row.q = 0.75;
  row.auc5 = 0.375;
  row.auc10 = 0.4375;
  row.atoms = 62;
  row.p = std::nan("");  // of a column that does not vary
  const TemporaryFolder folder;
  const auto read = [&](const std::string& text) {
    writeFileAtomically(folder / "indicators.csv", text);
    return readIndicatorsCsv(folder / "indicators.csv");
  };
  const auto back = read(indicatorsCsv({row, row}));
  ASSERT_EQ(back.size(), 2u);
  EXPECT_EQ(back[1].indicator, row.indicator);
  EXPECT_EQ(back[1].target, row.target);
  EXPECT_EQ(back[1].unit, row.unit);
  EXPECT_EQ(back[1].spearman, row.spearman);
  EXPECT_EQ(back[1].withinElements, row.withinElements);
  EXPECT_EQ(back[1].chance, row.chance);
  EXPECT_TRUE(std::isnan(back[1].p));
  EXPECT_EQ(back[1].q, row.q);
  EXPECT_EQ(back[1].auc5, row.auc5);
  EXPECT_EQ(back[1].auc10, row.auc10);
  EXPECT_EQ(back[1].atoms, 62u);
  EXPECT_THROW(read("strain,stress\n1,2\n"), Error);
}

TEST(IndicatorRanking, filmsAndTooFewSurrogatesAreRefused) {
  Atoms atoms = sample(3);
  atoms.columns.add({"target", "1", "", waves(atoms, 1)});
  EXPECT_THROW(rankIndicators(atoms, {}, {"target"}, {.surrogates = 5, .seed = 1}), Error);
  EXPECT_THROW(rankIndicators(atoms, {"strange"}, {"target"}, {}), Error);
  atoms.box = Box::orthogonal(Vec3(18, 18, 18), Vec3::Zero(), {true, true, false});
  EXPECT_THROW(rankIndicators(atoms, {}, {"target"}, {}), Error);
}

// Target after target as they were asked for, and of each the strongest first, whatever its sign.
TEST(IndicatorRanking, isInTheOrderOfTargetsAndStrength) {
  Atoms atoms = sample(4);
  const auto a = waves(atoms, 1), b = waves(atoms, 2), noise = waves(atoms, 3);
  std::vector<double> near(a.size()), against(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    near[i] = a[i] + 0.8 * noise[i];
    against[i] = -a[i] + 0.2 * noise[i] + 0.5 * b[i];
  }
  atoms.columns.add({"weak", "1", "", near});
  atoms.columns.add({"against", "1", "", against});
  atoms.columns.add({"zebra", "1", "", a});
  atoms.columns.add({"ant", "1", "", b});
  const auto rows =
      rankIndicators(atoms, {"weak", "against"}, {"zebra", "ant"}, {.surrogates = 19, .seed = 1});
  ASSERT_EQ(rows.size(), 4u);
  EXPECT_EQ(rows[0].target, "zebra");
  EXPECT_EQ(rows[1].target, "zebra");
  EXPECT_EQ(rows[2].target, "ant");
  EXPECT_EQ(rows[0].indicator, "against");
  EXPECT_LT(rows[0].withinElements, -0.5);
  EXPECT_GT(rows[1].withinElements, 0.3);
  for (const std::size_t first : {0u, 2u})
    EXPECT_GE(std::abs(rows[first].withinElements), std::abs(rows[first + 1].withinElements));
}

}  // namespace
}  // namespace glasscope::compare
