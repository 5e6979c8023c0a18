#include "compare/film/HeldOut.h"

#include <cmath>

#include <gtest/gtest.h>

#include "compare/images/GaussianBlur.h"
#include "core/math/Random.h"
#include "tests/compare/Planted.h"

namespace glasscope::compare {
namespace {

// Pixels of 0.5 angstrom; the noise is smooth over `sigma` of them.
Map2 noise(int n, std::uint64_t stream, double sigma) {
  Map2 map = planted::smoothNoise(n, sigma, 7, stream, false);
  map.pixel_A = {0.5, 0.5};
  return map;
}

FilmSettings settingsFor() {
  FilmSettings settings;
  settings.block_A = 4;
  settings.bootstrap = 200;
  return settings;
}

// Noise that no model knows, so that scores stay below one.
Map2 noisy(Map2 map, double sigma, std::uint64_t seed) {
  Random random(seed, "held_out_test");
  for (double& v : map.values) v += sigma * random.normal();
  return map;
}

TEST(HeldOut, halvesHaveTheSamePixelsAndAGapBetweenThem) {
  Mask mask(40, 10, 0);
  for (int x = 10; x < 40; ++x) {
    for (int y = 0; y < 10; ++y) mask(x, y) = 1;
  }
  const auto halves = halvesOf(mask, 0.5);
  int counts[2] = {0, 0}, last = 0, first = 40;
  for (int x = 0; x < 40; ++x) {
    for (int y = 0; y < 10; ++y) {
      EXPECT_LE(halves[0](x, y) + halves[1](x, y), mask(x, y));
      counts[0] += halves[0](x, y);
      counts[1] += halves[1](x, y);
      if (halves[0](x, y)) last = std::max(last, x);
      if (halves[1](x, y)) first = std::min(first, x);
    }
  }
  EXPECT_EQ(counts[0], counts[1]);
  // Four pixels of 0.5 angstrom on either side of the border between x = 24 and 25.
  EXPECT_EQ(last, 20);
  EXPECT_EQ(first, 29);
}

// Two models, one right and one that knows a part of it: the right one is better by what the other
// cannot know, on halves that neither was fitted to, and the interval says so.
TEST(HeldOut, findsTheBetterModelOnPixelsThatItWasNotFittedTo) {
  const Map2 right = noise(64, 4, 1.2);
  const Map2 other = noise(64, 5, 1.2);
  Map2 half = right;
  for (std::size_t i = 0; i < half.values.size(); ++i) half.values[i] += other.values[i];
  const Map2 measured = noisy(gaussianBlur(right, 0.45, BlurEdge::reflected), 0.3, 1);
  const HeldOutComparison found = scoreHeldOut(
      measured, Mask(64, 64, 1), {{"half", {half}}, {"right", {right}}}, settingsFor());
  ASSERT_EQ(found.scores.size(), 2u);
  for (const int way : {0, 1}) {
    EXPECT_GT(found.scores[1].scored[way], found.scores[0].scored[way] + 0.1);
    EXPECT_NEAR(found.scores[1].gain[way].difference,
                found.scores[1].scored[way] - found.scores[0].scored[way], 1e-9);
    EXPECT_EQ(found.scores[0].gain[way].difference, 0);
  }
  const FilmGain& both = found.scores[1].gainBoth;
  EXPECT_NEAR(both.difference,
              0.5 * (found.scores[1].gain[0].difference + found.scores[1].gain[1].difference),
              1e-12);
  EXPECT_GT(both.low, 0.1);
  // Two halves know more than one.
  EXPECT_LT(both.high - both.low, found.scores[1].gain[0].high - found.scores[1].gain[0].low);
}

// What is scored must not be what is fitted: parts that hold nothing of the map but chance fit it
// well and score nothing, where scoring the fitted half would call 0.3.
TEST(HeldOut, chanceIsFittedAndDoesNotScore) {
  std::vector<Map2> parts;
  for (std::uint64_t seed = 10; seed < 20; ++seed) parts.push_back(noise(40, seed, 2.4));
  const Map2 measured = noise(40, 99, 2.4);
  FilmSettings settings = settingsFor();
  settings.block_A = 2;
  const HeldOutComparison found =
      scoreHeldOut(measured, Mask(40, 40, 1), {{"chance", parts}}, settings);
  ASSERT_EQ(found.scores.size(), 1u);
  for (const int way : {0, 1}) {
    EXPECT_GT(found.scores[0].fit[way].correlation, 0.2);
    EXPECT_LT(found.scores[0].scored[way], found.scores[0].fit[way].correlation - 0.1);
  }
}

// Fitted on the first half and scored on the second is what a map that is wrong in its second half
// shows in the first way alone.
TEST(HeldOut, theFirstWayScoresTheSecondHalf) {
  const Map2 right = noise(64, 4, 1.2);
  Map2 measured = right;
  const Map2 other = noise(64, 5, 1.2);
  for (int x = 32; x < 64; ++x) {
    for (int y = 0; y < 64; ++y) measured.values(x, y) += other.values(x, y);
  }
  const HeldOutComparison found =
      scoreHeldOut(measured, Mask(64, 64, 1), {{"right", {right}}}, settingsFor());
  ASSERT_EQ(found.scores.size(), 1u);
  EXPECT_GT(found.scores[0].fit[0].correlation, 0.99);
  EXPECT_LT(found.scores[0].scored[0], 0.9);
  EXPECT_GT(found.scores[0].scored[1], 0.95);
}

TEST(HeldOut, saysWhyWhereTheMapIsTooSmall) {
  const Map2 map = noise(16, 4, 1.2);
  const HeldOutComparison found =
      scoreHeldOut(map, Mask(16, 16, 1), {{"itself", {map}}}, settingsFor());
  EXPECT_TRUE(found.scores.empty());
  EXPECT_NE(found.why.find("pixels to score"), std::string::npos);
}

// Squares of 2 angstrom have 16 pixels: eight of them are 128, which the halves of 40 x 8 pixels
// have beside the gap of four columns on either side; with a pixel less in each nothing is scored.
TEST(HeldOut, scoresEightSquaresInEachHalf) {
  Map2 map = noise(40, 4, 1.2);
  FilmSettings settings = settingsFor();
  settings.block_A = 2;
  Mask mask(40, 40, 0);
  for (int x = 0; x < 40; ++x)
    for (int y = 0; y < 8; ++y) mask(x, y) = 1;
  const HeldOutComparison enough = scoreHeldOut(map, mask, {{"itself", {map}}}, settings);
  EXPECT_EQ(enough.pixels, (std::array{128, 128}));
  EXPECT_EQ(enough.scores.size(), 1u) << enough.why;
  mask(0, 0) = mask(39, 0) = 0;
  const HeldOutComparison few = scoreHeldOut(map, mask, {{"itself", {map}}}, settings);
  EXPECT_TRUE(few.scores.empty());
  EXPECT_NE(few.why.find("127 pixels to score, and 128"), std::string::npos) << few.why;
}

}  // namespace
}  // namespace glasscope::compare
