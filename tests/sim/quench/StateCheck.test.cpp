#include "sim/quench/StateCheck.h"

#include <cmath>

#include <gmock/gmock.h>

namespace glasscope::sim {
namespace {

std::vector<ThermoRow> rows(const std::vector<double>& temperatures_K, double pressure_bar) {
  std::vector<ThermoRow> rows{{"quench", 0, 5000, 0, 0, 1e6}};  // another stage: does not count
  for (const double temperature : temperatures_K) {
    rows.push_back({"snapshots", 0, temperature, 0, 0, pressure_bar});
  }
  return rows;
}

std::vector<std::string> faults(const std::vector<ThermoRow>& thermo, const AskedState& asked) {
  return faultsOfState(measuredState(thermo, "snapshots", asked.atoms), asked);
}

TEST(StateCheck, meansAndErrorsAreThoseOfTheStage) {
  const auto state = measuredState(rows({290, 300, 310}, -200), "snapshots", 4000);
  EXPECT_EQ(state.rows, 3u);
  EXPECT_DOUBLE_EQ(state.temperature_K, 300);
  EXPECT_DOUBLE_EQ(state.pressure_bar, -200);
  EXPECT_NEAR(state.temperatureError_K, 10 / std::sqrt(3.0), 1e-12);
  // Equal rows: what a canonical ensemble of 100 atoms has, 300 sqrt(2 / 297) K a row.
  EXPECT_NEAR(measuredState(rows({300, 300}, 0), "snapshots", 100).temperatureError_K,
              300 * std::sqrt(2.0 / 297 / 2), 1e-9);
  EXPECT_EQ(measuredState({}, "snapshots", 10).rows, 0u);
}

// -100, 0 and 100 bar scatter by 100 bar, their mean by 100 / sqrt(3).
TEST(StateCheck, theErrorOfThePressureIsThatOfItsMean) {
  std::vector<ThermoRow> thermo = rows({300, 300, 300}, 0);
  thermo[1].pressure_bar = -100;
  thermo[3].pressure_bar = 100;
  const auto state = measuredState(thermo, "snapshots", 4000);
  EXPECT_NEAR(state.pressure_bar, 0, 1e-12);
  EXPECT_NEAR(state.pressureError_bar, 100 / std::sqrt(3.0), 1e-9);
}

// Ten values that agree have an error of nought; of one nobody knows it, and that is what is said.
TEST(StateCheck, ofOnePressureTheErrorIsNotKnown) {
  const auto one = measuredState(rows({300}, 30000), "snapshots", 4000);
  EXPECT_TRUE(std::isnan(one.pressureError_bar));
  EXPECT_EQ(measuredState(rows({300, 300}, 30000), "snapshots", 4000).pressureError_bar, 0);
  const auto said = faultsOfState(one, {300, 0.0, 4000});
  ASSERT_EQ(said.size(), 1u);
  EXPECT_THAT(said[0], testing::HasSubstr("30 kbar (one value: its error is not known)"));
  EXPECT_EQ(pressureText(210, 40), "0.21 +- 0.04 kbar");
}

TEST(StateCheck, whatWasAskedForIsNoFault) {
  EXPECT_TRUE(faults(rows({296, 301, 305}, 800), {300, 0.0, 4000}).empty());
  EXPECT_TRUE(faults({}, {300, 0.0, 4000}).empty());
  // 100 atoms: a row scatters by 300 sqrt(2 / 297) = 25 K; 40 K off in one row is no fault.
  EXPECT_TRUE(faults(rows({340}, 0), {300, 0.0, 100}).empty());
}

TEST(StateCheck, aQuenchThatIsTooFastIsNamed) {
  const auto found = faults(rows({944, 700, 500, 407}, -55000), {300, 0.0, 4000});
  ASSERT_EQ(found.size(), 2u);
  EXPECT_NE(found[0].find("638"), std::string::npos) << found[0];
  EXPECT_NE(found[1].find("-55"), std::string::npos) << found[1];
  EXPECT_EQ(faults(rows({250, 251}, 0), {300, 0.0, 4000}).size(), 1u) << "too cold is a fault, too";
}

TEST(StateCheck, aPressureThatWasNotAskedForIsNoFault) {
  EXPECT_TRUE(faults(rows({300}, 30000), {300, std::nullopt, 4000}).empty());
  EXPECT_EQ(faults(rows({300, 300}, 30000), {300, 0.0, 4000}).size(), 1u);
  EXPECT_TRUE(faults(rows({300, 300}, 30000), {300, 29000.0, 4000}).empty());
}

// 7 kbar off is more than 5 kbar, but no more than five standard errors of 1 kbar beyond them.
TEST(StateCheck, aPressureThatScattersMayBeOffByMore) {
  MeasuredState found;
  found.rows = 10;
  found.temperature_K = 300;
  found.pressure_bar = 7000;
  EXPECT_EQ(faultsOfState(found, {300, 0.0, 4000}).size(), 1u);
  found.pressureError_bar = 1000;
  EXPECT_TRUE(faultsOfState(found, {300, 0.0, 4000}).empty());
}

// 3 % of the temperature and 5 kbar, and five standard errors beyond either.
TEST(StateCheck, boundariesAreWhereTheyAreSaidToBe) {
  const auto count = [](double temperature_K, double pressure_bar, double error_bar,
                        std::size_t atoms) {
    MeasuredState found;
    found.rows = 4;
    found.temperature_K = temperature_K;
    found.pressure_bar = pressure_bar;
    found.pressureError_bar = error_bar;
    return faultsOfState(found, {300, -1000.0, atoms}).size();
  };
  constexpr std::size_t kMany = 1'000'000'000'000;
  for (const double way : {-1.0, 1.0}) {
    EXPECT_EQ(count(300 + way * 8.9, -1000, 0, kMany), 0u);
    EXPECT_EQ(count(300 + way * 9.1, -1000, 0, kMany), 1u);
    EXPECT_EQ(count(300, -1000 + way * 4999, 0, kMany), 0u);
    EXPECT_EQ(count(300, -1000 + way * 5001, 0, kMany), 1u);
    EXPECT_EQ(count(300, -1000 + way * 5990, 200, kMany), 0u);
    EXPECT_EQ(count(300, -1000 + way * 6010, 200, kMany), 1u);
    // 100 atoms: 300 K sqrt(2 / 297 / 4) = 12.31 K, five times that and 9 K are 70.5 K.
    EXPECT_EQ(count(300 + way * 70, -1000, 0, 100), 0u);
    EXPECT_EQ(count(300 + way * 71, -1000, 0, 100), 1u);
  }
}

// A ramp from 1,000 to 300 K that the sample follows: at its end it would have 300 K, although its
// second half has 475 K in the mean.
TEST(StateCheck, ofARampIsWhatItHasAtItsEnd) {
  ProtocolStage ramp{.name = "quench", .steps = 8, .from_K = 1000, .to_K = 300};
  std::vector<ThermoRow> thermo{{"melt", 5, 1000, 0, 0, 0}};
  for (int i = 1; i <= 8; ++i) {
    thermo.push_back({"quench", 5 + 0.5 * i, 1000 - 87.5 * i, -4, 16 - 0.1 * i, 10.0 * i});
  }
  const ReachedState reached = reachedState(thermo, ramp, 100000);
  EXPECT_NEAR(reached.temperature_K, 300, 1e-9);
  EXPECT_EQ(reached.asked_K, 300);
  EXPECT_NEAR(reached.pressure_bar, 65, 1e-9) << "the mean of the second half";
  EXPECT_NEAR(reached.volume_A3_per_atom, 15.2, 1e-12) << "at the very end";
  EXPECT_EQ(reached.time_ps, 9);
  EXPECT_TRUE(faultsOfStage(thermo, ramp, 0, 100000).empty());
  // 50 K behind all the time.
  for (std::size_t i = 1; i < thermo.size(); ++i) thermo[i].temperature_K += 50;
  ASSERT_EQ(faultsOfStage(thermo, ramp, 0, 100000).size(), 1u);
  EXPECT_NE(faultsOfStage(thermo, ramp, 0, 100000)[0].find("'quench'"), std::string::npos);
}

TEST(StateCheck, aPressureIsHeldAgainstTheOneAskedForWhereTheBoxWasToGiveWay) {
  ProtocolStage stage{.name = "hold", .steps = 2, .from_K = 300, .to_K = 300};
  const std::vector<ThermoRow> thermo{{"hold", 1, 300, 0, 0, 20000}, {"hold", 2, 300, 0, 0, 20000}};
  EXPECT_EQ(faultsOfStage(thermo, stage, 0, 4000).size(), 1u);
  EXPECT_TRUE(faultsOfStage(thermo, stage, 20000, 4000).empty());
  stage.strain = StageStrain{};
  EXPECT_TRUE(faultsOfStage(thermo, stage, 0, 4000).empty()) << "it is strained";
  stage.strain.reset();
  stage.constantPressure = false;
  EXPECT_TRUE(faultsOfStage(thermo, stage, 0, 4000).empty()) << "the box was to stay";
}

TEST(StateCheck, aPressureOfTheStepIsTheOneItIsHeldAgainst) {
  const ProtocolStage stage{
      .name = "hold", .steps = 2, .from_K = 300, .to_K = 300, .pressure_bar = 20000};
  const std::vector<ThermoRow> thermo{{"hold", 1, 300, 0, 0, 20000}, {"hold", 2, 300, 0, 0, 20000}};
  EXPECT_TRUE(faultsOfStage(thermo, stage, 0, 4000).empty());
}

TEST(StateCheck, strainsAlongOnePathAddUp) {
  const auto strained = [](StrainPath path, double strain) {
    ProtocolStage stage;
    stage.strain = StageStrain{path, strain};
    return stage;
  };
  const std::vector<ProtocolStage> stages{
      strained(StrainPath::shearXy, 0.02),  ProtocolStage{},
      strained(StrainPath::shearXy, 0.03),  strained(StrainPath::uniaxialZ, 0.1),
      strained(StrainPath::uniaxialZ, 0.1), strained(StrainPath::shearXy, -0.01)};
  EXPECT_EQ(totalStrain({ProtocolStage{}}, 0), 0);
  EXPECT_DOUBLE_EQ(totalStrain(stages, 0), 0.02);
  EXPECT_DOUBLE_EQ(totalStrain(stages, 1), 0.02) << "it stays strained";
  EXPECT_DOUBLE_EQ(totalStrain(stages, 2), 0.05);
  EXPECT_NEAR(totalStrain(stages, 3), 0.1, 1e-15) << "along another path";
  EXPECT_NEAR(totalStrain(stages, 4), 0.21, 1e-12) << "lengths multiply";
  EXPECT_NEAR(totalStrain(stages, 5), 0.04, 1e-15);
}

}  // namespace
}  // namespace glasscope::sim
