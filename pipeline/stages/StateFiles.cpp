#include "pipeline/stages/StateFiles.h"

#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/formats/H5md.h"
#include "core/system/Files.h"
#include "sim/quench/HeatCurve.h"

namespace glasscope::pipeline {

namespace {

// The row of a state; one of a minimum has the same time as what came before it.
const sim::ThermoRow* rowOf(const std::vector<sim::ThermoRow>& thermo,
                            const sim::ReachedState& reached) {
  for (const sim::ThermoRow& row : thermo)
    if (row.time_ps == reached.time_ps &&
        row.potentialEnergy_eV_per_atom == reached.potentialEnergy_eV_per_atom)
      return &row;
  return nullptr;
}

std::string numberOrNothing(double value) {
  return std::isnan(value) ? "" : fmt::format("{}", value);
}

std::string heatText(const std::vector<sim::ThermoRow>& thermo, const sim::ThermoRow* row) {
  if (row == nullptr) return ",,,,,\n";
  const auto heat = sim::HeatCurve::of(thermo, row->phase);
  return fmt::format(",{},{},{},{},{}\n", sim::enthalpy_eV_per_atom(*row),
                     numberOrNothing(heat.heatCapacity_kB),
                     numberOrNothing(heat.heatCapacityError_kB), numberOrNothing(heat.fictive_K),
                     numberOrNothing(heat.fictiveError_K));
}

std::string statesCsv(const std::vector<sim::KeptState>& states,
                      const std::vector<sim::ThermoRow>& thermo) {
  std::string text =
      "frame,state,time_ps,asked_K,temperature_K,temperature_error_K,pressure_bar,"
      "pressure_error_bar,potential_energy_eV_per_atom,volume_A3_per_atom,strain,stress_GPa,"
      "total_strain,part_ps,enthalpy_eV_per_atom,heat_capacity_kB_per_atom,"
      "heat_capacity_error_kB_per_atom,fictive_K,fictive_error_K\n";
  for (std::size_t i = 0; i < states.size(); ++i) {
    const sim::ReachedState& r = states[i].reached;
    text += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{}", i, states[i].name, r.time_ps,
                        r.asked_K, r.temperature_K, r.temperatureError_K, r.pressure_bar,
                        r.pressureError_bar, r.potentialEnergy_eV_per_atom, r.volume_A3_per_atom,
                        r.strain, r.stress_GPa, r.totalStrain, r.stage_ps);
    text += heatText(thermo, rowOf(thermo, r));
  }
  return text;
}

}  // namespace

void writeStates(const RunDirectory& run, std::vector<sim::KeptState> states,
                 const std::vector<sim::ThermoRow>& thermo) {
  if (states.empty()) return;
  writeFileAtomically(run.path(Product::stateTable), statesCsv(states, thermo));
  nlohmann::ordered_json facts;
  std::vector<H5mdTrajectory> trajectories(1);
  trajectories[0].group = "states";
  for (sim::KeptState& state : states) {
    facts["states"].push_back(state.name);
    trajectories[0].frames.push_back(std::move(state.atoms));
  }
  writeH5md(run.path(Product::states), trajectories, facts.dump());
}

}  // namespace glasscope::pipeline
