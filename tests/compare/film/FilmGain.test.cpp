#include "compare/film/FilmGain.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "compare/statistics/Correlation.h"
#include "core/math/Random.h"
#include "core/system/Error.h"
#include "core/system/Interrupt.h"

namespace glasscope::compare {
namespace {

// 14 x 8 pixels of 0.5 angstrom.
Map2 noise(std::uint64_t stream) {
  Map2 map;
  map.pixel_A = {0.5, 0.5};
  map.values = Array2<double>(14, 8);
  Random random(11, "film_gain_test", stream);
  for (double& v : map.values) v = 3 + random.normal();
  return map;
}

FilmSettings settingsFor(int bootstrap, double block_A = 1.5) {
  FilmSettings settings;
  settings.bootstrap = bootstrap;
  settings.block_A = block_A;
  return settings;
}

double ncc(const Map2& a, const Map2& b, const Mask& mask) {
  std::vector<double> one, other;
  for (std::size_t i = 0; i < mask.size(); ++i) {
    if (mask[i] == 0) continue;
    one.push_back(a.values[i]);
    other.push_back(b.values[i]);
  }
  return pearson(one, other);
}

// Of two pairs the mean, each over its own pixels: what is not scored may be anything.
TEST(FilmGain, isTheMeanDifferenceOfTheCorrelations) {
  Map2 map = noise(1);
  const Map2 image = noise(2), rival = noise(3);
  Mask left(14, 8, 0), right(14, 8, 0);
  for (int x = 0; x < 14; ++x)
    for (int y = 0; y < 8; ++y) (x < 5 ? left : right)(x, y) = y > 0;
  for (int x = 0; x < 14; ++x) map.values(x, 0) = std::nan("");
  const double first = ncc(map, image, left) - ncc(map, rival, left);
  const double second = ncc(map, rival, right) - ncc(map, image, right);
  const std::vector<ScoredPair> pairs{{image, rival, left}, {rival, image, right}};
  ASSERT_GT(std::abs(first - second), 0.01);
  EXPECT_NEAR(filmGain(map, std::span(pairs).first(1), settingsFor(1)).difference, first, 1e-12);
  EXPECT_NEAR(filmGain(map, pairs, settingsFor(1)).difference, 0.5 * (first + second), 1e-12);
}

// Squares of three pixels that all show the same: whichever are drawn, they correlate as all do.
// Squares of any other side or order of pixels would differ. What is left over at the edges is not
// scored.
TEST(FilmGain, hasNoIntervalWhereAllSquaresShowTheSame) {
  Map2 map = noise(1), image = noise(2), rival = noise(3);
  for (Map2* each : {&map, &image, &rival}) {
    const Map2 square = *each;
    for (int x = 0; x < 14; ++x)
      for (int y = 0; y < 8; ++y) each->values(x, y) = square.values(x % 3, y % 3);
  }
  Mask mask(14, 8, 0);
  for (int x = 0; x < 12; ++x)
    for (int y = 0; y < 6; ++y) mask(x, y) = 1;
  const ScoredPair pair{image, rival, mask};
  const FilmGain gain = filmGain(map, {&pair, 1}, settingsFor(40));
  EXPECT_NEAR(gain.low, gain.difference, 1e-12);
  EXPECT_NEAR(gain.high, gain.difference, 1e-12);
  // Side by side they do not: half a square beside another half is no square.
  const FilmGain other = filmGain(map, {&pair, 1}, settingsFor(40, 1.0));
  EXPECT_GT(other.high - other.low, 1e-3);
}

// Of two replicas the lower and the higher one; of one, that. Those of the first are those of more.
TEST(FilmGain, theIntervalIsFromTheLowestToTheHighestOfFewReplicas) {
  const Map2 map = noise(1), image = noise(2), rival = noise(3);
  const Mask mask(14, 8, 1);
  const ScoredPair pair{image, rival, mask};
  const FilmGain one = filmGain(map, {&pair, 1}, settingsFor(1));
  const FilmGain two = filmGain(map, {&pair, 1}, settingsFor(2));
  const FilmGain many = filmGain(map, {&pair, 1}, settingsFor(39));
  EXPECT_EQ(one.low, one.high);
  EXPECT_NE(one.low, one.difference);
  EXPECT_LT(two.low, two.high);
  EXPECT_TRUE(one.low == two.low || one.low == two.high);
  EXPECT_LE(many.low, two.low) << "0.975 of the first place is the first";
  EXPECT_GE(many.high, two.high);
}

// Of 201 replicas, each drawn here again from squares of one pixel, five lie below and five above:
// 2.5 % on either side.
TEST(FilmGain, theIntervalLeavesTwoAndAHalfPerCentOnEitherSide) {
  const Map2 map = noise(1), image = noise(2), rival = noise(3);
  Mask mask(14, 8, 0);
  std::vector<std::size_t> places;
  for (int x = 3; x < 7; ++x) {
    for (int y = 1; y < 6; ++y) {
      mask(x, y) = 1;
      places.push_back(static_cast<std::size_t>(x * 8 + y));
    }
  }
  const FilmSettings settings = settingsFor(201, 0.5);
  std::vector<double> replicas;
  for (std::uint64_t i = 0; i < 201; ++i) {
    Random random(settings.seed, "film_bootstrap", i);
    std::vector<double> m, a, b;
    for (std::size_t k = 0; k < places.size(); ++k) {
      const std::size_t at = places[random.below(places.size())];
      m.push_back(map.values[at]);
      a.push_back(image.values[at]);
      b.push_back(rival.values[at]);
    }
    replicas.push_back(pearson(m, a) - pearson(m, b));
  }
  std::sort(replicas.begin(), replicas.end());
  ASSERT_TRUE(std::isfinite(replicas.front()) && std::isfinite(replicas.back()));
  const ScoredPair pair{image, rival, mask};
  const FilmGain gain = filmGain(map, {&pair, 1}, settings);
  EXPECT_NEAR(gain.low, replicas[5], 1e-9);
  EXPECT_NEAR(gain.high, replicas[195], 1e-9);
  EXPECT_GT(replicas[5] - replicas[4], 1e-6) << "its neighbours would do as well";
  EXPECT_GT(replicas[196] - replicas[195], 1e-6);
}

// An interval that touches zero tells neither from the other.
TEST(FilmGain, saysWhichIsBetterWhereItsIntervalDoes) {
  EXPECT_TRUE((FilmGain{0.2, 0.1, 0.3}).isBetter());
  EXPECT_FALSE((FilmGain{0.2, 0.1, 0.3}).isWorse());
  EXPECT_TRUE((FilmGain{-0.2, -0.3, -0.1}).isWorse());
  EXPECT_FALSE((FilmGain{-0.2, -0.3, -0.1}).isBetter());
  for (const FilmGain& gain :
       {FilmGain{}, FilmGain{0.1, 0, 0.2}, FilmGain{-0.1, -0.2, 0}, FilmGain{0, -0.1, 0.1}}) {
    EXPECT_FALSE(gain.isBetter()) << gain.low;
    EXPECT_FALSE(gain.isWorse()) << gain.high;
  }
}

TEST(FilmGain, isDrawnByItsSeed) {
  const Map2 map = noise(1), image = noise(2), rival = noise(3);
  const Mask mask(14, 8, 1);
  const ScoredPair pair{image, rival, mask};
  FilmSettings settings = settingsFor(9);
  const FilmGain first = filmGain(map, {&pair, 1}, settings);
  const FilmGain again = filmGain(map, {&pair, 1}, settings);
  settings.seed = 2;
  const FilmGain other = filmGain(map, {&pair, 1}, settings);
  EXPECT_EQ(first.low, again.low);
  EXPECT_EQ(first.high, again.high);
  EXPECT_NE(first.low, other.low);
  EXPECT_EQ(first.difference, other.difference);
}

TEST(FilmGain, ofNoPixelIsNoNumber) {
  const Map2 map = noise(1), image = noise(2), rival = noise(3);
  const Mask none(14, 8, 0);
  const ScoredPair pair{image, rival, none};
  const FilmGain gain = filmGain(map, {&pair, 1}, settingsFor(5));
  EXPECT_TRUE(std::isnan(gain.difference));
  EXPECT_TRUE(std::isnan(gain.low));
  EXPECT_TRUE(std::isnan(gain.high));
}

TEST(FilmGain, endsWhereAStopIsAskedFor) {
  const Map2 map = noise(1), image = noise(2), rival = noise(3);
  const Mask mask(14, 8, 1);
  const ScoredPair pair{image, rival, mask};
  requestInterrupt();
  EXPECT_THROW(filmGain(map, {&pair, 1}, settingsFor(5)), Error);
  clearInterrupt();
}

}  // namespace
}  // namespace glasscope::compare
