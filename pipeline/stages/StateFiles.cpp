#include "pipeline/stages/StateFiles.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/formats/H5md.h"
#include "core/system/Files.h"

namespace glasscope::pipeline {

namespace {

std::string statesCsv(const std::vector<sim::KeptState>& states) {
  std::string text =
      "frame,state,time_ps,asked_K,temperature_K,temperature_error_K,pressure_bar,"
      "pressure_error_bar,potential_energy_eV_per_atom,volume_A3_per_atom,strain,stress_GPa\n";
  for (std::size_t i = 0; i < states.size(); ++i) {
    const sim::ReachedState& r = states[i].reached;
    text += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{}\n", i, states[i].name, r.time_ps,
                        r.asked_K, r.temperature_K, r.temperatureError_K, r.pressure_bar,
                        r.pressureError_bar, r.potentialEnergy_eV_per_atom, r.volume_A3_per_atom,
                        r.strain, r.stress_GPa);
  }
  return text;
}

}  // namespace

void writeStates(const RunDirectory& run, std::vector<sim::KeptState> states) {
  if (states.empty()) return;
  writeFileAtomically(run.path(Product::stateTable), statesCsv(states));
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
