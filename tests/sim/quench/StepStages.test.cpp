#include "sim/quench/StepStages.h"

#include <cmath>
#include <functional>

#include <gmock/gmock.h>

#include "core/system/Error.h"

namespace glasscope::sim {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

ProtocolStep step(const std::string& name, StepKind kind,
                  const std::function<void(ProtocolStep&)>& change = {}) {
  ProtocolStep step = ProtocolStep::usual(name, kind);
  if (change) change(step);
  return step;
}

const ProtocolStep kMelt = step("melt", StepKind::melt);
const ProtocolStep kQuench = step("quench", StepKind::quench);

std::vector<ProtocolStage> stages(const std::vector<ProtocolStep>& steps,
                                  StepSurroundings around = {.atoms = 250}) {
  return stagesOf(steps, around);
}

std::string messageOf(const std::vector<ProtocolStep>& steps,
                      StepSurroundings around = {.atoms = 250}) {
  try {
    stagesOf(steps, around);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    return error.what();
  }
  return "no error";
}

TEST(StepStages, eachBeginsAtTheTemperatureAtWhichTheOneBeforeItEnded) {
  const auto all =
      stages({kMelt,
              step("quench", StepKind::quench,
                   [](auto& s) {
                     s.to_K = {1000, 300};
                   }),
              step("anneal", StepKind::anneal), step("age", StepKind::age),
              step("heat", StepKind::heat, [](auto& s) { s.to_K = {500}; }),
              step("cycle", StepKind::cycle, [](auto& s) { s.cycles = 2; }),
              step("pull", StepKind::strain, [](auto& s) { s.direction = StrainPath::uniaxialZ; }),
              step("bottom", StepKind::minimise),
              step("again", StepKind::hold, [](auto& s) { s.temperature_K = 100; })});
  for (std::size_t i = 1; i < all.size(); ++i) {
    if (all[i].action != StageAction::dynamics || all[i].drawsVelocities) continue;
    EXPECT_EQ(all[i].from_K, all[i - 1].to_K) << all[i].name;
  }
  EXPECT_EQ(lastTemperature_K(all), 100);
  EXPECT_TRUE(all.back().drawsVelocities) << "a minimum has no motion left";
  // The last stage of every step, and the parts of an ageing, leave a state.
  EXPECT_THAT(stateNames(all),
              ElementsAre("melt", "quench", "anneal", "age_1", "age_2", "age_3", "age_4", "age",
                          "heat", "cycle", "pull", "bottom", "again"));
}

TEST(StepStages, aRampTakesItsDifferenceOverItsRate) {
  const auto all = stages({kMelt, step("quench", StepKind::quench, [](auto& s) {
                             s.to_K = {1000, 800, 300};
                             s.rates_K_per_s = {1e14, 1e13, 5e14};
                           })});
  ASSERT_EQ(all.size(), 4u);
  // 1,000 K at 1e14 K/s are 10 ps; 200 K at 1e13 are 20; 500 K at 5e14 are 1; 500 steps a ps.
  EXPECT_EQ(all[1].steps, 5000);
  EXPECT_EQ(all[2].steps, 10000);
  EXPECT_EQ(all[3].steps, 500);
  EXPECT_EQ(all[2].name, "quench_2");
  EXPECT_EQ(all[1].state, "") << "a state belongs to the end of the step";
  EXPECT_EQ(all[3].state, "quench");
}

TEST(StepStages, anAnnealComesBackToWhereItWas) {
  const auto all = stages({kMelt, kQuench, step("anneal", StepKind::anneal, [](auto& s) {
                             s.temperature_K = 650;
                             s.rate_K_per_s = 7e13;
                             s.time_ps = 3;
                           })});
  ASSERT_EQ(all.size(), 5u);
  EXPECT_EQ(all[2].to_K, 650);
  EXPECT_EQ(all[2].steps, 2500);  // 350 K at 7e13 K/s: 5 ps
  EXPECT_EQ(all[3].steps, 1500);
  EXPECT_EQ(all[4].to_K, 300);
  EXPECT_EQ(all[4].steps, 2500);
}

TEST(StepStages, aCycleGoesToTheColderEndAndEndsAtTheHotterOne) {
  const auto cycles = [](double time_ps) {
    return stages({kMelt, kQuench, step("cycle", StepKind::cycle, [&](auto& s) {
                     s.cycles = 3;
                     s.low_K = 100;
                     s.high_K = 300;
                     s.time_ps = time_ps;
                   })});
  };
  const auto all = cycles(0.5);
  ASSERT_EQ(all.size(), 2u + 3 * 4);
  EXPECT_EQ(all[2].to_K, 100);
  EXPECT_EQ(all[2].steps, 1000);  // 200 K at 1e14 K/s: 2 ps
  EXPECT_EQ(all[3].from_K, 100);
  EXPECT_EQ(all[3].steps, 250);
  EXPECT_EQ(all[4].to_K, 300);
  EXPECT_EQ(lastTemperature_K(all), 300);
  EXPECT_EQ(cycles(0).size(), 2u + 3 * 2) << "without time at the ends";
}

TEST(StepStages, ageingIsKeptAtRatiosOfTwoOfItsWholeTime) {
  const auto all = stages({kMelt, kQuench, step("age", StepKind::age, [](auto& s) {
                             s.time_ps = 16;
                             s.states = 4;
                           })});
  ASSERT_EQ(all.size(), 6u);
  // At 2, 4, 8 and 16 ps.
  std::vector<std::int64_t> steps;
  for (std::size_t i = 2; i < 6; ++i) steps.push_back(all[i].steps);
  EXPECT_THAT(steps, ElementsAre(1000, 1000, 2000, 4000));
}

TEST(StepStages, aStrainTakesItselfOverItsRateAndAShearKeepsTheVolume) {
  const auto strained = [](StrainPath path) {
    return stages({kMelt, kQuench,
                   step("s", StepKind::strain,
                        [&](auto& s) {
                          s.direction = path;
                          s.strain = -0.02;
                          s.strainRate_per_s = 1e10;
                        })})
        .back();
  };
  const ProtocolStage shear = strained(StrainPath::shearXz), pull = strained(StrainPath::uniaxialY);
  EXPECT_EQ(shear.steps, 1000);  // 2 ps
  EXPECT_FALSE(shear.constantPressure);
  EXPECT_TRUE(pull.constantPressure);
  ASSERT_TRUE(pull.strain);
  EXPECT_EQ(pull.strain->strain, -0.02);
  EXPECT_EQ(pull.strain->path, StrainPath::uniaxialY);
}

TEST(StepStages, noBarostatClosesVacuum) {
  StepSurroundings film{.atoms = 250, .temperature_K = 300, .hasSurface = true};
  for (const ProtocolStage& stage : stages({step("hold", StepKind::hold)}, film))
    EXPECT_FALSE(stage.constantPressure);
  EXPECT_THAT(messageOf({step("relax", StepKind::relax)}, film), HasSubstr("vacuum"));
}

TEST(StepStages, withoutStepsOfItsOwnACaseKeepsNoStates) {
  StepSurroundings plain{.atoms = 250};
  plain.keepsStates = false;
  EXPECT_TRUE(stateNames(stages({kMelt, kQuench, step("age", StepKind::age)}, plain)).empty());
}

TEST(StepStages, whatCannotBeDoneIsRefusedByTheNameOfItsStep) {
  const auto after = [](const ProtocolStep& last) { return messageOf({kMelt, kQuench, last}); };
  const auto changed = [&](StepKind kind, const std::function<void(ProtocolStep&)>& change) {
    return after(step("mine", kind, change));
  };
  EXPECT_THAT(messageOf({kQuench}), HasSubstr("before any melt"));
  EXPECT_THAT(changed(StepKind::hold, [](auto& s) { s.time_ps = 0; }),
              HasSubstr("less than a time step"));
  EXPECT_THAT(changed(StepKind::hold, [](auto& s) { s.time_ps = 1e300; }), HasSubstr("time steps"));
  EXPECT_THAT(changed(StepKind::hold, [](auto& s) { s.temperature_K = 400; }),
              HasSubstr("kind heat or quench"));
  EXPECT_THAT(changed(StepKind::quench, [](auto& s) { s.to_K = {300}; }),
              HasSubstr("does not cool"));
  EXPECT_THAT(changed(StepKind::heat, [](auto& s) { s.to_K = {200}; }), HasSubstr("does not heat"));
  EXPECT_THAT(changed(StepKind::heat, [](auto& s) { s.to_K = {10001}; }), HasSubstr("10000"));
  EXPECT_THAT(changed(StepKind::heat, [](auto& s) { s.to_K = {}; }), HasSubstr("to_K is empty"));
  EXPECT_THAT(changed(StepKind::heat, [](auto& s) { s.rates_K_per_s = {0}; }),
              HasSubstr("no rate"));
  EXPECT_THAT(changed(StepKind::heat,
                      [](auto& s) {
                        s.rates_K_per_s = {1e14, 1e13};
                      }),
              HasSubstr("one for each"));
  EXPECT_THAT(changed(StepKind::anneal, [](auto& s) { s.temperature_K = 200; }),
              HasSubstr("kind = \"age\""));
  EXPECT_THAT(changed(StepKind::cycle, [](auto& s) { s.low_K = 300; }), HasSubstr("low_K"));
  EXPECT_THAT(changed(StepKind::strain, [](auto& s) { s.strain = 0; }), HasSubstr("strain of 0"));
  EXPECT_THAT(changed(StepKind::strain, [](auto& s) { s.strain = 0.6; }), HasSubstr("lean"));
  EXPECT_THAT(changed(StepKind::strain, [](auto& s) { s.strainRate_per_s = 0; }),
              HasSubstr("no strain rate"));
  EXPECT_THAT(messageOf({kMelt, step("low", StepKind::minimise), step("up", StepKind::heat)}),
              HasSubstr("at rest"));
  EXPECT_THAT(messageOf({kMelt, step("low", StepKind::minimise), step("on", StepKind::hold)}),
              HasSubstr("temperature_K"));
  EXPECT_THAT(messageOf({kMelt,
                         step("a", StepKind::quench,
                              [](auto& s) {
                                s.to_K = {900, 800};
                              }),
                         step("a_2", StepKind::hold)}),
              HasSubstr("'a_2'"));
  EXPECT_EQ(after(step("mine", StepKind::hold)), "no error");
}

// Both shears lean the same edge: LAMMPS would turn the cell over.
TEST(StepStages, shearsOfOneDirectionAddUp) {
  const auto shear = [](const std::string& name, double strain) {
    return step(name, StepKind::strain, [&](auto& s) { s.strain = strain; });
  };
  EXPECT_THAT(messageOf({kMelt, shear("a", 0.3), shear("b", 0.3)}), HasSubstr("'b'"));
  EXPECT_EQ(messageOf({kMelt, shear("a", 0.3), shear("b", -0.3), shear("c", 0.3)}), "no error");
  EXPECT_THAT(messageOf({kMelt, shear("a", -0.3), shear("b", -0.3)}), HasSubstr("lean by -0.6"));
  ProtocolStep other = shear("b", 0.3);
  other.direction = StrainPath::shearYz;
  ASSERT_NE(other.direction, shear("a", 0.3).direction);
  EXPECT_EQ(messageOf({kMelt, shear("a", 0.3), other}), "no error") << "another lean";
}

// LAMMPS turns a cell over at half of its edge; a tenth of that is left for rounding and for what
// the cell leans when it comes.
TEST(StepStages, aCellLeansByAlmostHalfOfItsEdgeAtMost) {
  const auto sheared = [](double strain) {
    return messageOf({kMelt, step("mine", StepKind::strain, [&](auto& s) {
                        s.strain = strain;
                        s.direction = StrainPath::shearXy;
                      })});
  };
  for (const double way : {-1.0, 1.0}) {
    EXPECT_EQ(sheared(way * 0.449), "no error");
    EXPECT_THAT(sheared(way * 0.451), HasSubstr("no more than 0.45 in all"));
  }
}

TEST(StepStages, theBoxStaysOrHasAPressureOfItsOwn) {
  const auto all =
      stages({kMelt, step("hold", StepKind::hold, [](auto& s) { s.pressure_bar = 3e4; }),
              step("keep", StepKind::hold, [](auto& s) { s.constantVolume = true; }),
              step("down", StepKind::relax, [](auto& s) { s.pressure_bar = -1e3; })});
  EXPECT_FALSE(all[0].pressure_bar.has_value());
  EXPECT_TRUE(all[0].constantPressure);
  EXPECT_EQ(all[1].pressure_bar, 3e4);
  EXPECT_TRUE(all[1].constantPressure);
  EXPECT_FALSE(all[2].constantPressure);
  EXPECT_FALSE(all[2].pressure_bar.has_value());
  EXPECT_EQ(all[3].pressure_bar, -1e3);
  // Every part of a step.
  for (const ProtocolStage& stage : stages(
           {kMelt, kQuench, step("anneal", StepKind::anneal, [](auto& s) { s.pressure_bar = 7; })}))
    EXPECT_EQ(stage.pressure_bar.has_value(), stage.name.starts_with("anneal")) << stage.name;
}

TEST(StepStages, twoBoxesAtOnceAreRefused) {
  EXPECT_THAT(messageOf({kMelt, step("hold", StepKind::hold,
                                     [](auto& s) {
                                       s.pressure_bar = 0;
                                       s.constantVolume = true;
                                     })}),
              HasSubstr("leave one of them out"));
  EXPECT_THAT(messageOf({step("hold", StepKind::hold, [](auto& s) { s.pressure_bar = 10; })},
                        {.atoms = 250, .temperature_K = 300, .hasSurface = true}),
              HasSubstr("on which no pressure acts"));
  EXPECT_THAT(messageOf({kMelt, step("hold", StepKind::hold,
                                     [](auto& s) { s.pressure_bar = std::nan(""); })}),
              HasSubstr("no number"));
}

}  // namespace
}  // namespace glasscope::sim
