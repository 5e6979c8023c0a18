// What becomes of the maps of a group before they are tested.
#include "compare/statistics/PreparedGroup.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "compare/statistics/AssociationTable.h"
#include "core/system/Error.h"
#include "core/system/Interrupt.h"
#include "tests/compare/Planted.h"
#include "tests/compare/PlantedShapes.h"
#include "tests/compare/PlantedTables.h"

namespace glasscope::compare {
namespace {

using planted::cut;
using planted::transposed;

Map2 named(Map2 map, const char* name) {
  map.name = name;
  return map;
}

// Numbers of an open map that is no square, with a hole: with the axes of every map exchanged they
// are the same, for nothing in them knows which axis is which.
TEST(PreparedGroup, theAxesOfTheMapsAreOfEqualRights) {
  for (const bool periodic : {false, true}) {
    const auto make = [&](double sigma, std::uint64_t stream) {
      Map2 map = cut(planted::smoothNoise(34, sigma, 21, stream, periodic), 34, 20);
      map.pixel_A = {0.5, 0.7};
      if (!periodic)
        for (int x = 3; x < 9; ++x) map.values(x, 11) = std::nan("");
      return map;
    };
    const Map2 a = named(make(1.5, 0), "a"), b = named(make(1, 1), "b"), c = named(make(2, 2), "c");
    const Map2 mixed = named(planted::mixture(a, b, 0.4), "mixed");
    const AssociationSettings settings = planted::plainSettings(19);
    const AssociationRow one =
        associate({AssociationGroup{{a}, {mixed}, {}, {c}}}, settings).rows.at(0);
    const AssociationRow other =
        associate({AssociationGroup{{transposed(a)}, {transposed(mixed)}, {}, {transposed(c)}}},
                  settings)
            .rows.at(0);
    EXPECT_EQ(one.pixels, periodic ? 680 : 674);
    EXPECT_EQ(one.pixels, other.pixels);
    EXPECT_NEAR(one.correlation.pearson, other.correlation.pearson, 1e-10);
    EXPECT_NEAR(one.correlation.partial, other.correlation.partial, 1e-10);
    EXPECT_NEAR(one.correlation.spearman, other.correlation.spearman, 1e-10);
    EXPECT_NEAR(one.correlation.nEffective, other.correlation.nEffective,
                1e-8 * one.correlation.nEffective);
    EXPECT_NEAR(one.correlation.pDutilleul, other.correlation.pDutilleul, 1e-9);
    EXPECT_NEAR(one.top.auc, other.top.auc, 1e-10);
    EXPECT_NEAR(one.top.prevalence, other.top.prevalence, 1e-12);
    EXPECT_NEAR(one.dependence.mutualInformation, other.dependence.mutualInformation, 1e-10);
  }
}

// Moran's eigenvectors are of a thousand pixels at most: larger maps become means over squares of
// those that have a value.
TEST(PreparedGroup, coarsenedMapsAreMeansOfWhatIsThere) {
  Map2 map = named(cut(planted::smoothNoise(60, 2, 31, 0, false), 60, 30), "a");
  for (int x = 0; x < 60; ++x) {
    for (int y = 0; y < 30; ++y) map.values(x, y) += 0.01 * x - 0.02 * y;
  }
  map.values(10, 4) = std::nan("");  // a square keeps the other three
  for (const int x : {20, 21}) map.values(x, 9) = std::nan("");
  for (const int y : {14, 15}) map.values(31, y) = std::nan("");
  map.values(30, 15) = std::nan("");  // and one of which one is left has none
  const Map2 signal = named(map, "b");
  const PreparedGroup group(AssociationGroup{{map}, {signal}, {}, {}},
                            SurrogateKind::moranRandomisation);
  EXPECT_EQ(group.coarsening, 2);
  ASSERT_EQ(group.basis->mask().nx(), 30);
  ASSERT_EQ(group.basis->mask().ny(), 15);
  EXPECT_EQ(group.pixels.size(), 30u * 15 - 1);
  EXPECT_TRUE(std::ranges::is_sorted(group.pixels));
  ASSERT_EQ(group.first.size(), 1u);
  ASSERT_EQ(group.signals.size(), 1u);
  EXPECT_EQ(group.first[0].name, "a");
  EXPECT_EQ(group.signals[0].name, "b");
  const std::vector<double>& values = group.first[0].values;
  ASSERT_EQ(values.size(), group.pixels.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto x = static_cast<int>(group.pixels[i] / 15),
               y = static_cast<int>(group.pixels[i] % 15);
    EXPECT_FALSE(x == 15 && y == 7);
    double sum = 0, count = 0;
    for (int dx = 0; dx < 2; ++dx) {
      for (int dy = 0; dy < 2; ++dy) {
        const double value = map.values(2 * x + dx, 2 * y + dy);
        if (std::isnan(value)) continue;
        sum += value;
        count += 1;
      }
    }
    EXPECT_NEAR(values[i], sum / count, 1e-12) << x << " " << y;
  }
}

// Moran's eigenvectors where more than a fifth of the pixels is missing, phases else.
TEST(PreparedGroup, theKindOfSurrogatesGoesByTheShareThatIsMissing) {
  const auto kindOf = [](int missing, SurrogateKind kind) {
    Map2 map = planted::smoothNoise(20, 1, 3, 0, false);
    for (int i = 0; i < missing; ++i) map.values[static_cast<std::size_t>(i)] = std::nan("");
    return PreparedGroup(AssociationGroup{{map}, {named(map, "b")}, {}, {}}, kind).basis->name();
  };
  const auto phases = kindOf(0, SurrogateKind::phaseRandomisation);
  const auto moran = kindOf(0, SurrogateKind::moranRandomisation);
  EXPECT_NE(phases, moran);
  EXPECT_EQ(kindOf(80, SurrogateKind::automatic), phases) << "a fifth of 400";
  EXPECT_EQ(kindOf(81, SurrogateKind::automatic), moran);
  EXPECT_EQ(kindOf(200, SurrogateKind::phaseRandomisation), phases) << "as asked";
}

// What the covariates explain is left out of the table; a control that they explain stands alone,
// with nothing taken out of it.
TEST(PreparedGroup, whatTheCovariatesExplainIsLeftOutButForControls) {
  const Map2 thickness = named(planted::smoothNoise(20, 2, 3, 0, true), "thickness");
  const Map2 signal = named(planted::smoothNoise(20, 1, 3, 1, true), "signal");
  Map2 same = named(thickness, "same"), control = named(thickness, "control");
  for (double& value : same.values) value = 7 - 3 * value;
  const PreparedGroup group(AssociationGroup{{same}, {signal}, {control}, {thickness}},
                            SurrogateKind::automatic);
  ASSERT_EQ(group.leftOut.size(), 1u);
  EXPECT_EQ(group.leftOut[0].map, "same");
  ASSERT_EQ(group.first.size(), 1u);
  EXPECT_EQ(group.first[0].name, "control");
  EXPECT_EQ(group.first[0].role, RowRole::null);
  EXPECT_TRUE(group.first[0].alone);
  EXPECT_FALSE(group.signals[0].alone);
  EXPECT_EQ(group.pairs(), 1u);
  EXPECT_EQ(group.directions.size(), 1u) << "a periodic map has no slopes";
  for (std::size_t i = 0; i < 400; ++i) {
    EXPECT_EQ(group.first[0].rest[i], group.first[0].values[i]);
    EXPECT_EQ(group.first[0].values[i], control.values[i]);
  }
}

// Of the pixels of the fullest map half have to be there; a pixel less, and the map would cost all
// others theirs.
TEST(PreparedGroup, mapsOfLessThanHalfThePixelsAreLeftOut) {
  const auto leftOutWith = [](int missing) {
    Map2 thin = named(planted::smoothNoise(20, 1, 3, 0, false), "thin");
    for (int i = 0; i < missing; ++i) thin.values[static_cast<std::size_t>(i)] = std::nan("");
    const Map2 whole = named(planted::smoothNoise(20, 1, 3, 1, false), "whole");
    const Map2 signal = named(planted::smoothNoise(20, 1, 3, 2, false), "signal");
    return PreparedGroup(AssociationGroup{{thin, whole}, {signal}, {}, {}},
                         SurrogateKind::phaseRandomisation)
        .leftOut;
  };
  EXPECT_TRUE(leftOutWith(200).empty());
  ASSERT_EQ(leftOutWith(201).size(), 1u);
  EXPECT_EQ(leftOutWith(201)[0].map, "thin");
}

// A ten-thousandth of the variance has to be the map's own.
TEST(PreparedGroup, mapsThatAreAlmostTheirCovariatesAreLeftOut) {
  const Map2 thickness = named(planted::smoothNoise(20, 2, 3, 0, true), "thickness");
  const Map2 own = planted::smoothNoise(20, 1, 3, 1, true);
  const Map2 signal = named(planted::smoothNoise(20, 1, 3, 2, true), "signal");
  const auto with = [&](double share) {
    Map2 map = named(thickness, "almost");
    // `own` without what the thickness says of it, so that the share is just that.
    double tt = 0, to = 0, oo = 0, mt = 0, mo = 0;
    for (std::size_t i = 0; i < 400; ++i)
      mt += thickness.values[i] / 400, mo += own.values[i] / 400;
    for (std::size_t i = 0; i < 400; ++i) {
      const double t = thickness.values[i] - mt, o = own.values[i] - mo;
      tt += t * t, to += t * o, oo += o * o;
    }
    const double left = oo - to * to / tt;
    const double scale = std::sqrt(share / (1 - share) * tt / left);
    for (std::size_t i = 0; i < 400; ++i)
      map.values[i] += scale * (own.values[i] - mo - to / tt * (thickness.values[i] - mt));
    return PreparedGroup(AssociationGroup{{map}, {signal}, {}, {thickness}},
                         SurrogateKind::phaseRandomisation)
        .first.size();
  };
  EXPECT_EQ(with(1.1e-4), 1u);
  EXPECT_EQ(with(0.9e-4), 0u);
}

TEST(PreparedGroup, surrogatesEndWhereAStopIsAskedFor) {
  const Map2 a = named(planted::smoothNoise(16, 1, 3, 0, true), "a");
  const Map2 b = named(planted::smoothNoise(16, 1, 3, 1, true), "b");
  requestInterrupt();
  EXPECT_THROW(associate({AssociationGroup{{a}, {b}, {}, {}}}, planted::plainSettings(19)), Error);
  clearInterrupt();
}

}  // namespace
}  // namespace glasscope::compare
