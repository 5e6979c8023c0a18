#include "multislice/convergence/LevelErrors.h"

#include <gmock/gmock.h>

namespace glasscope::multislice {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// A knob whose levels leave these errors in its one signal.
ConvergenceKnob knobOf(const std::string& name, const std::vector<double>& errors) {
  ConvergenceKnob knob{.name = name, .key = "", .unit = std::string(1, 'A'), .judged = {true}};
  for (const double error : errors) {
    ConvergenceLevel level;
    level.value = static_cast<double>(knob.levels.size() + 1);
    level.differences.push_back({.error = error});
    knob.levels.push_back(std::move(level));
  }
  return knob;
}

TEST(LevelErrorsTest, everyCombinationOccursOnceTheCoarsestFirst) {
  const LevelErrors errors({knobOf("a", {3, 2}), knobOf("b", {5, 4, 1})}, 1);
  EXPECT_THAT(errors.combinations(),
              ElementsAre(ElementsAre(0, 0), ElementsAre(0, 1), ElementsAre(0, 2),
                          ElementsAre(1, 0), ElementsAre(1, 1), ElementsAre(1, 2)));
}

TEST(LevelErrorsTest, errorsOfSettingsAddUp) {
  const LevelErrors errors({knobOf("a", {3, 2}), knobOf("b", {5, 4, 1})}, 1);
  EXPECT_EQ(errors.sum({0, 0}, 0), 8);
  EXPECT_EQ(errors.sum({1, 2}, 0), 3);
}

TEST(LevelErrorsTest, aKnobAloneLeavesWhatItsLevelDoes) {
  const LevelErrors errors({knobOf("a", {3, 2}), knobOf("b", {5, 4, 1})}, 1);
  EXPECT_EQ(errors.worstOf(0, 1), 2);
  EXPECT_EQ(errors.worstOf(1, 1), 4);
  ConvergenceKnob faint = knobOf("a", {3, 2});
  faint.judged = {false};
  EXPECT_EQ(LevelErrors({faint}, 1).worstOf(0, 0), 0);
}

// A twentieth of what is asked for: 0.1 of 2.
TEST(LevelErrorsTest, aTwentiethOfWhatIsAskedForIsLittle) {
  const LevelErrors errors({knobOf("a", {0.101, 0.099}), knobOf("b", {5, 0.2, 0})}, 1);
  EXPECT_FALSE(errors.leavesLittle(0, 0, 2));
  EXPECT_TRUE(errors.leavesLittle(0, 1, 2));
  EXPECT_FALSE(errors.leavesLittle(1, 1, 2));
  EXPECT_TRUE(errors.leavesLittle(1, 2, 2));
}

TEST(LevelErrorsTest, aLevelLeavesWhatFinerOnesDoAtLeast) {
  const LevelErrors errors({knobOf("a", {1, 4, 2})}, 1);
  EXPECT_EQ(errors.sum({0}, 0), 4);
  EXPECT_EQ(errors.sum({2}, 0), 2);
}

TEST(LevelErrorsTest, aKnobOfOneLevelSaysNothing) {
  const LevelErrors errors({knobOf("a", {7}), knobOf("b", {3, 2})}, 1);
  EXPECT_EQ(errors.sum({0, 0}, 0), 3);
  EXPECT_THAT(errors.mostOf(0), HasSubstr("finest b that was measured (2 A)"));
  EXPECT_THAT(LevelErrors({knobOf("a", {7})}, 1).mostOf(0), HasSubstr("no finer setting"));
}

TEST(LevelErrorsTest, whatWasFoundOfOneCombinationCorrectsTheOthers) {
  LevelErrors errors({knobOf("a", {3, 2}), knobOf("b", {5, 1})}, 1);
  const double before = errors.expected({1, 1});
  EXPECT_LT(before, 3);  // errors cancel in part, as long as nothing is known
  errors.learn({0, 0}, 0, 16);
  EXPECT_EQ(errors.expected({0, 0}), 16);
  EXPECT_EQ(errors.expected({1, 1}), 6);
}

TEST(LevelErrorsTest, aSignalThatIsNotJudgedIsNotExpectedOf) {
  ConvergenceKnob knob = knobOf("a", {3, 2});
  knob.judged = {false};
  EXPECT_EQ(LevelErrors({knob}, 1).expected({0}), 0);
}

}  // namespace
}  // namespace glasscope::multislice
