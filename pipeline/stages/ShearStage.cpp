#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/formats/H5md.h"
#include "core/system/Files.h"
#include "core/system/Log.h"
#include "core/system/LoneRank.h"
#include "core/system/Text.h"
#include "pipeline/imaging/Specimen.h"
#include "pipeline/stages/Stages.h"
#include "sim/deformation/FirstSlope.h"
#include "sim/deformation/StartMove.h"
#include "sim/deformation/StrainCheckpoint.h"
#include "sim/deformation/YieldColumns.h"
#include "sim/potentials/Potential.h"
#include "sim/statics/NativeTables.h"

namespace glasscope::pipeline {

namespace {

using Json = nlohmann::ordered_json;

Json factsOf(const sim::QuasiStaticRun& run, const Atoms& given, const sim::Potential& potential) {
  Json facts;
  facts["potential"] = potential.identity().name;
  facts["minima"] = run.rows.size();
  facts["moved_at_start_A"] = sim::startMove_A(run, given);
  facts["largest_strain"] = run.rows.back().strain;
  if (run.rows.size() > 1) {
    const sim::FirstSlope slope = sim::firstSlope(run);
    if (slope.isElastic) facts["first_slope_GPa"] = slope.slope_GPa;
  }
  double peak = 0;
  for (const sim::StrainRow& row : run.rows)
    if (std::abs(row.stress_GPa) > std::abs(peak)) peak = row.stress_GPa;
  facts["largest_stress_GPa"] = peak;
  facts["plastic_events"] = run.events.size();
  if (!run.events.empty()) facts["first_event_strain"] = run.events.front().strain;
  facts["minima_not_converged"] = run.unconverged;
  return facts;
}

void warnOf(const sim::QuasiStaticRun& found, const Atoms& given) {
  const double moved = sim::startMove_A(found, given);
  if (moved > sim::kStartMove_A) {
    logWarning(fmt::format(
        "shear: the structure was no minimum of sim.potential; an atom moved by {:.2f} angstrom "
        "before anything was strained, and D2min is taken from there",
        moved));
  }
  if (found.unconverged > 0) {
    logWarning(fmt::format(
        "shear: at {} of {} minima the minimiser was stuck above shear.force_tolerance_eV_per_A; "
        "structure/stress_strain.csv has the forces that are left",
        found.unconverged, found.rows.size()));
  }
  if (found.events.empty())
    logInfo("shear: nothing yielded; take a larger shear.largest_strain to see where it does");
}

// On one rank: where an event begins hangs on the last bits of the forces, and those on how LAMMPS
// shares the atoms out among ranks.
std::string run(const StageWork& work) {
  const LoneRank alone;
  const Case& c = work.settings;
  const Atoms sample = readStructure(work.run.path(Product::structure)).reference;
  Atoms given = sample;
  given.columns.clear();
  const std::filesystem::path folder = work.run.scratch("shear");
  ensureWritableFolder(folder);
  const auto potential =
      sim::fastestForm(sim::Potential::find(c.potential, sample.species()), given, folder);
  const sim::QuasiStaticRun found =
      sim::quasiStatic(potential, given, c.shear, {folder, work.identity});
  warnOf(found, given);
  const Json facts = factsOf(found, given, potential);
  std::vector<H5mdTrajectory> trajectories(2);
  trajectories[0] = {Structure::kReference, {sim::withYieldColumns(found, c.shear)}};
  trajectories[1] = {"strained", {found.last}};
  writeH5md(work.run.path(Product::yielded), trajectories, facts.dump());
  writeFileAtomically(work.run.path(Product::stressStrain), sim::stressStrainCsv(found));
  writeFileAtomically(work.run.path(Product::plasticEvents), sim::plasticEventsCsv(found));
  sim::discardStrainCheckpoint(folder);  // the result is safe
  return facts.dump();
}

// Measured on Cu-Zr samples of 250 to 4,000 atoms, one core: a minimum takes some 400 force calls,
// of 2.3e-6 s an atom; from a strain of 0.01 on there are 0.03 events an atom and unit of strain,
// give or take a factor of two, and each is closed in by some three minima for every halving of the
// step.
void plan(const Case& c, RunPlan& plan) {
  constexpr double kTime_s_per_atom = 400 * 2.3e-6;
  const auto atoms = static_cast<double>(plan.structure().atoms.size());
  const double steps = std::ceil(std::abs(c.shear.largestStrain) / c.shear.step);
  double events = 0.03 * atoms * std::max(0.0, std::abs(c.shear.largestStrain) - 0.01);
  if (c.shear.mostEvents > 0) events = std::min(events, static_cast<double>(c.shear.mostEvents));
  const double minima =
      steps + events * 3 * std::max(1.0, std::log2(c.shear.step / c.shear.smallestStep));
  Cost cost;
  cost.time_s = minima * atoms * kTime_s_per_atom;
  cost.memory_bytes = atoms * 2000;
  cost.disk_bytes = atoms * 200;
  plan.add(cost, fmt::format("Shear: {:.0f} steps to a strain of {:g} along {}, about {} on one "
                             "rank with some {:.0f} plastic events\n\n",
                             steps, c.shear.largestStrain, textOf(c.shear.path),
                             formatDuration(cost.time_s), events));
}

}  // namespace

void addShearStage(const Case& c, std::vector<Stage>& stages) {
  if (!c.shear.enabled) return;
  Stage stage;
  stage.name = "shear";
  stage.room = Room::sim;
  stage.about = "the sample under strain";
  stage.tables = {"shear"};
  stage.more = "potential " + c.potential;
  stage.files = potentialFiles(c);
  stage.reads = {fileOf(Product::structure)};
  stage.writes = {fileOf(Product::yielded), fileOf(Product::stressStrain),
                  fileOf(Product::plasticEvents)};
  stage.plan = plan;
  stage.run = run;
  stages.push_back(std::move(stage));
}

}  // namespace glasscope::pipeline
