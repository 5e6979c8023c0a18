#include "multislice/convergence/judgeConvergence.h"

#include <cmath>

#include <gmock/gmock.h>

namespace glasscope::multislice {
namespace {

using testing::HasSubstr;

/// A knob whose only signal at two positions is off by `error(1 / refinement)` of its size.
template <class Error>
ConvergenceKnob planted(const std::vector<double>& refinements, const Error& error,
                        ErrorLaw law = ErrorLaw::power) {
  ConvergenceKnob knob{"slice thickness", "microscope.slice_thickness_A", "A", false, law};
  for (const double refinement : refinements) {
    ConvergenceLevel level;
    level.refinement = refinement;
    level.value = 2 / refinement;
    const double off = 1 + error(1 / refinement);
    level.values = {{0.1 * off, 0.2 * off}};
    knob.levels.push_back(level);
  }
  return knob;
}

const std::vector<WatchedSignal> kSignal = {{"haadf"}};

TEST(judgeConvergence, differencesOfTheFinestLevelAreExactlyZero) {
  ConvergenceKnob knob = planted({1, 2, 4}, [](double h) { return 0.1 * h; });
  judgeConvergence(knob, kSignal, 10, 0.01);
  EXPECT_EQ(knob.levels[2].differences[0].mean, 0);
  EXPECT_EQ(knob.levels[2].differences[0].rms, 0);
  EXPECT_GT(knob.levels[0].differences[0].rms, knob.levels[1].differences[0].rms);
}

TEST(judgeConvergence, recoversAPlantedOrderAndTheErrorThatNoLevelShows) {
  for (const double order : {1.0, 2.0, 3.0}) {
    ConvergenceKnob knob =
        planted({1, 1.25, 1.5, 2}, [&](double h) { return 0.001 * std::pow(h, order); });
    judgeConvergence(knob, kSignal, 10, 0.01);
    // Values are exact; what is left is the size of the finest instead of that of the limit, 1e-3.
    EXPECT_NEAR(knob.order[0], order, 1e-6);
    for (const ConvergenceLevel& level : knob.levels) {
      const double error = 0.001 * std::pow(1 / level.refinement, order);
      EXPECT_NEAR(level.differences[0].error, error, 2e-3 * error) << level.refinement;
    }
    EXPECT_EQ(knob.verdict, Convergence::converged);
    EXPECT_EQ(knob.recommended, 0);
  }
}

TEST(judgeConvergence, namesTheCoarsestLevelWithinTheTolerance) {
  ConvergenceKnob knob = planted({1, 2, 4, 8}, [](double h) { return 0.03 * h; });
  judgeConvergence(knob, kSignal, 10, 0.01);
  EXPECT_EQ(knob.verdict, Convergence::notConverged);
  EXPECT_EQ(knob.recommended, 2);  // 3, 1.5, 0.75 and 0.375 %
  EXPECT_THAT(knob.why, HasSubstr("3 % off in haadf"));
}

TEST(judgeConvergence, knowsSlicesToBeOffByMoreThanTheyDifferFromTheFinest) {
  // The same error at all positions, in proportion to the slice: 1, 2, 4 and 8 times as many.
  ConvergenceKnob knob = planted(
      {1, 2, 4, 8}, [](double h) { return 0.02 * h; }, ErrorLaw::increments);
  judgeConvergence(knob, kSignal, 10, 0.006);
  for (const ConvergenceLevel& level : knob.levels) {
    // Relative to the finest, which is 0.25 % off itself.
    EXPECT_NEAR(level.differences[0].error, 0.02 / level.refinement, 1e-4 / level.refinement);
  }
  EXPECT_EQ(knob.recommended, 2);  // 2, 1, 0.5 and 0.25 %
  judgeConvergence(knob, kSignal, 10, 0.001);
  EXPECT_THAT(knob.why, HasSubstr("by first order about 0.1 A would do"));
}

TEST(judgeConvergence, extrapolatesWhereNoLevelIsFineEnough) {
  ConvergenceKnob knob = planted({1, 2, 4}, [](double h) { return 0.08 * h; });
  judgeConvergence(knob, kSignal, 10, 0.01);
  EXPECT_EQ(knob.verdict, Convergence::notConverged);
  EXPECT_EQ(knob.recommended, -1);
  EXPECT_THAT(knob.why, HasSubstr("0.25 A would do"));  // an eighth of 2 A
}

TEST(judgeConvergence, doesNotDecideWhatItCannotKnow) {
  // The last refinement changes more than the present setting differs from the finest.
  ConvergenceKnob wavering = planted(
      {1, 2, 4}, [](double h) { return h == 0.5 ? 0.05 : 0.0; }, ErrorLaw::unknown);
  judgeConvergence(wavering, kSignal, 10, 0.01);
  EXPECT_EQ(wavering.verdict, Convergence::undecided);
  // As if by chance: the next setting is 5 % off, those after it are not.
  ConvergenceKnob chance = planted(
      {1, 2, 4, 8}, [](double h) { return h == 0.5 ? 0.05 : 0.0; }, ErrorLaw::unknown);
  judgeConvergence(chance, kSignal, 10, 0.01);
  EXPECT_EQ(chance.verdict, Convergence::undecided);
  EXPECT_EQ(chance.recommended, -1);
  EXPECT_THAT(chance.why, HasSubstr("has not settled: at a finer setting it is still 5 % off"));
  ConvergenceKnob alone = planted({1, 2}, [](double h) { return h; });
  alone.levels[1].values.clear();
  alone.levels[1].skipped = "0.5 A does not fit into memory";
  judgeConvergence(alone, kSignal, 10, 0.01);
  EXPECT_EQ(alone.verdict, Convergence::undecided);
  EXPECT_THAT(alone.why, HasSubstr("does not fit into memory"));
}

TEST(judgeConvergence, leavesOutWhatSinglePrecisionDoesNotResolve) {
  ConvergenceKnob knob = planted({1, 2, 4}, [](double h) { return 0.5 * h; });
  for (ConvergenceLevel& level : knob.levels) {
    level.values.push_back({1, 1});
    for (double& value : level.values[0]) value *= 1e-10;
  }
  judgeConvergence(knob, std::vector<WatchedSignal>{{"faint"}, {"bright"}}, 100, 0.01);
  EXPECT_THAT(knob.judged, testing::ElementsAre(false, true));
  EXPECT_EQ(knob.verdict, Convergence::converged);
}

TEST(judgeConvergence, meanErrorIsThatOfThePositions) {
  ConvergenceKnob knob = planted({1, 2}, [](double) { return 0; });
  knob.levels[0].values = {{0.9, 1.1, 1.2, 1.2}};
  knob.levels[1].values = {{1, 1, 1, 1}};
  judgeConvergence(knob, kSignal, 10, 0.01);
  const SignalDifference& d = knob.levels[0].differences[0];
  EXPECT_NEAR(d.mean, 0.1, 1e-12);
  EXPECT_NEAR(d.meanError, std::sqrt(0.06 / 12), 1e-12);
  EXPECT_NEAR(d.rms, std::sqrt(0.1 / 4), 1e-12);
}

}  // namespace
}  // namespace glasscope::multislice
