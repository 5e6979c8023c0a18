#include "sim/quench/StateCheck.h"

#include <cmath>

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace glasscope::sim
