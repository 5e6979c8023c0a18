#include "sim/quench/StateCheck.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace glasscope::sim {
namespace {

constexpr double kTemperatureShare = 0.03, kPressure_bar = 5000, kStandardErrors = 5;

double meanOf(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

double deviationOf(const std::vector<double>& values, double mean) {
  if (values.size() < 2) return 0;
  double sum = 0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

}  // namespace

MeasuredState measuredState(const std::vector<ThermoRow>& thermo, const std::string& stage,
                            std::size_t atoms) {
  std::vector<double> temperatures, pressures;
  for (const ThermoRow& row : thermo) {
    if (row.phase != stage) continue;
    temperatures.push_back(row.temperature_K);
    pressures.push_back(row.pressure_bar);
  }
  MeasuredState state;
  state.rows = temperatures.size();
  if (state.rows == 0) return state;
  state.temperature_K = meanOf(temperatures);
  state.pressure_bar = meanOf(pressures);
  const double root = std::sqrt(static_cast<double>(state.rows));
  const double canonical =
      state.temperature_K * std::sqrt(2 / std::max(1.0, 3.0 * static_cast<double>(atoms) - 3.0));
  state.temperatureError_K =
      std::max(canonical, deviationOf(temperatures, state.temperature_K)) / root;
  // One value does not tell how it scatters; of a temperature the ensemble does.
  state.pressureError_bar = state.rows < 2 ? std::numeric_limits<double>::quiet_NaN()
                                           : deviationOf(pressures, state.pressure_bar) / root;
  return state;
}

std::string pressureText(double pressure_bar, double error_bar) {
  if (std::isnan(error_bar))
    return fmt::format("{:.3g} kbar (one value: its error is not known)", pressure_bar / 1000);
  return fmt::format("{:.3g} +- {:.2g} kbar", pressure_bar / 1000, error_bar / 1000);
}

std::vector<std::string> faultsOfState(const MeasuredState& found, const AskedState& asked) {
  std::vector<std::string> faults;
  if (found.rows == 0) return faults;
  // A temperature that falls through the snapshots scatters too, so the scatter excuses nothing
  // beyond what a canonical ensemble has.
  const double canonical =
      asked.temperature_K *
      std::sqrt(2 / std::max(1.0, 3.0 * static_cast<double>(asked.atoms) - 3.0) /
                static_cast<double>(found.rows));
  const double off = std::abs(found.temperature_K - asked.temperature_K);
  if (!(off <= kTemperatureShare * asked.temperature_K + kStandardErrors * canonical)) {
    faults.push_back(fmt::format("{} {:.0f} +- {:.0f} K where {:.0f} K were asked for", asked.who,
                                 found.temperature_K, found.temperatureError_K,
                                 asked.temperature_K));
  }
  if (!asked.pressure_bar) return faults;
  const double pressureOff = std::abs(found.pressure_bar - *asked.pressure_bar);
  const double scatter_bar = std::isnan(found.pressureError_bar) ? 0 : found.pressureError_bar;
  if (!(pressureOff <= kPressure_bar + kStandardErrors * scatter_bar)) {
    faults.push_back(fmt::format("{} {} where {:.3g} kbar were asked for", asked.who,
                                 pressureText(found.pressure_bar, found.pressureError_bar),
                                 *asked.pressure_bar / 1000));
  }
  return faults;
}

namespace {

// The second half of the rows of a stage; temperatures of a ramp as they would be at its end.
std::vector<ThermoRow> lateRows(const std::vector<ThermoRow>& thermo, const ProtocolStage& stage) {
  std::vector<ThermoRow> rows;
  double before_ps = 0;
  for (const ThermoRow& row : thermo) {
    if (row.phase == stage.name) rows.push_back(row);
    if (rows.empty()) before_ps = row.time_ps;
  }
  const double time_ps = rows.empty() ? 0 : rows.back().time_ps - before_ps;
  if (time_ps > 0) {
    for (ThermoRow& row : rows) {
      const double ahead = (rows.back().time_ps - row.time_ps) / time_ps;
      row.temperature_K += ahead * (stage.to_K - stage.from_K);
    }
  }
  rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(rows.size() / 2));
  return rows;
}

}  // namespace

ReachedState reachedState(const std::vector<ThermoRow>& thermo, const ProtocolStage& stage,
                          std::size_t atoms) {
  ReachedState reached;
  const std::vector<ThermoRow> rows = lateRows(thermo, stage);
  if (rows.empty()) return reached;
  const MeasuredState found = measuredState(rows, stage.name, atoms);
  const ThermoRow& last = rows.back();
  reached.time_ps = last.time_ps;
  reached.asked_K = stage.action == StageAction::dynamics ? stage.to_K : 0;
  reached.temperature_K = found.temperature_K;
  reached.temperatureError_K = found.temperatureError_K;
  reached.pressure_bar = found.pressure_bar;
  reached.pressureError_bar = found.pressureError_bar;
  reached.potentialEnergy_eV_per_atom = last.potentialEnergy_eV_per_atom;
  reached.volume_A3_per_atom = last.volume_A3_per_atom;
  reached.strain = last.strain;
  reached.stress_GPa = last.stress_GPa;
  return reached;
}

double totalStrain(const std::vector<ProtocolStage>& stages, std::ptrdiff_t last) {
  std::optional<StrainPath> path;
  for (std::ptrdiff_t i = 0; i <= last; ++i) {
    const auto& strain = stages[static_cast<std::size_t>(i)].strain;
    if (strain) path = strain->path;
  }
  double sum = 0, length = 1;
  for (std::ptrdiff_t i = 0; i <= last; ++i) {
    const auto& strain = stages[static_cast<std::size_t>(i)].strain;
    if (!strain || strain->path != *path) continue;
    sum += strain->strain;
    length *= 1 + strain->strain;
  }
  return !path || isShear(*path) ? sum : length - 1;
}

std::vector<std::string> faultsOfStage(const std::vector<ThermoRow>& thermo,
                                       const ProtocolStage& stage, double pressure_bar,
                                       std::size_t atoms) {
  if (stage.action == StageAction::minimise) return {};
  AskedState asked{stage.to_K, std::nullopt, atoms,
                   fmt::format("at the end of '{}' the sample has", stage.name)};
  // An edge that is strained has the pressure that the strain gives it.
  if (stage.constantPressure && !stage.strain)
    asked.pressure_bar = stage.pressureOr_bar(pressure_bar);
  return faultsOfState(measuredState(lateRows(thermo, stage), stage.name, atoms), asked);
}

}  // namespace glasscope::sim
