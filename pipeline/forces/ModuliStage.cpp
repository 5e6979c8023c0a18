#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/system/Files.h"
#include "core/system/Log.h"
#include "core/system/LoneRank.h"
#include "core/system/Text.h"
#include "pipeline/forces/ForceStages.h"
#include "pipeline/imaging/Specimen.h"
#include "pipeline/stages/Stages.h"
#include "sim/deformation/ModulusRoutes.h"
#include "sim/elasticity/ThermalModuli.h"
#include "sim/potentials/Potential.h"
#include "sim/statics/NativeTables.h"

namespace glasscope::pipeline {

namespace {

using Json = nlohmann::ordered_json;

Json factsOf(const std::vector<sim::ModulusRow>& rows,
             const std::optional<sim::FluctuationModuli>& hot, const Case& c) {
  Json facts;
  for (const sim::ModulusRow& row : {rows[0], rows[1]}) {
    Json& json = facts[row.name];
    json["linear_response_GPa"] = row.response;
    json["strained_GPa"] = row.strained;
    json["fluctuations_GPa"] = {row.hot, row.hotError};
    json["verdict"] = sim::verdictText(row);
  }
  facts["temperature_K"] = c.moduli.temperature_K;
  if (!hot) return facts;
  facts["temperature_of_motion_K"] = hot->temperature_K;
  facts["time_ps"] = c.moduli.time_ps;
  return facts;
}

void tell(const std::vector<sim::ModulusRow>& rows, const Case& c) {
  for (const sim::ModulusRow& row : {rows[0], rows[1]}) {
    const std::string text = fmt::format(
        "moduli: {} {:.2f} GPa by linear response, {:.2f} by straining, {:.2f} +- {:.2f} at {:g} K "
        "by fluctuations: {}",
        row.name, row.response, row.strained, row.hot, row.hotError, c.moduli.temperature_K,
        sim::verdictText(row));
    const bool doubtful = sim::verdictOf(row) == sim::RouteVerdict::restDiffers ||
                          sim::verdictOf(row) == sim::RouteVerdict::tooUncertain;
    doubtful ? logWarning(text) : logInfo(text);
  }
}

// On one rank: the thermostat's random numbers are drawn rank by rank.
std::string run(const StageWork& work) {
  const LoneRank alone;
  const Case& c = work.settings;
  Atoms sample = readStructure(work.run.path(Product::structure)).reference;
  sample.columns.clear();
  const std::filesystem::path folder = work.run.scratch("moduli");
  ensureWritableFolder(folder);
  const auto potential =
      sim::fastestForm(sim::Potential::find(c.potential, sample.species()), sample, folder);
  const auto response = sim::elasticResponse(potential, sample);
  const auto strained = sim::athermalModuli(potential, sample);
  const sim::UnitCheckpoint done(folder, "block", work.identity);
  const auto hot = sim::thermalModuli(potential, sample, c.moduli, done);
  const auto rows = sim::modulusRows(response, strained, hot);
  tell(rows, c);
  writeFileAtomically(work.run.path(Product::moduli), sim::modulusCsv(rows));
  done.discard();  // the result is safe
  return factsOf(rows, hot, c).dump();
}

// Measured on Cu-Zr samples of 250 and 4,000 atoms, one core: a force call takes 2.3e-6 s an atom;
// twelve minima take some 400 each, Born's terms and the linear response as much as a minimum.
void plan(const Case& c, RunPlan& plan) {
  constexpr double kForces_s_per_atom = 2.3e-6, kMinima = 14, kForcesOfMinimum = 400;
  const auto atoms = static_cast<double>(plan.structure().atoms.size());
  const double steps = sim::dynamicsSteps(c.moduli);
  Cost cost;
  cost.time_s = (steps + kMinima * kForcesOfMinimum) * atoms * kForces_s_per_atom;
  cost.memory_bytes = atoms * 8000;
  cost.disk_bytes = atoms * 48 * c.moduli.blocks;
  plan.add(cost, fmt::format("Moduli: three routes, {:.0f} steps at {:g} K, about {} on one "
                             "rank\n\n",
                             steps, c.moduli.temperature_K, formatDuration(cost.time_s)));
}

}  // namespace

void addModuliStage(const Case& c, std::vector<Stage>& stages) {
  if (!c.moduli.enabled) return;
  Stage stage;
  stage.name = "moduli";
  stage.room = Room::sim;
  stage.about = "the elastic tensor by three routes";
  stage.tables = {"moduli"};
  stage.more = "potential " + c.potential;
  stage.files = potentialFiles(c);
  stage.reads = {fileOf(Product::structure)};
  stage.writes = {fileOf(Product::moduli)};
  stage.plan = plan;
  stage.run = run;
  stages.push_back(std::move(stage));
}

}  // namespace glasscope::pipeline
