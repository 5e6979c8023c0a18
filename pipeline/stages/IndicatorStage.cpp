#include <nlohmann/json.hpp>

#include "compare/statistics/IndicatorRanking.h"
#include "core/formats/H5md.h"
#include "core/system/Files.h"
#include "pipeline/stages/Stages.h"
#include "sim/deformation/YieldColumns.h"

namespace glasscope::pipeline {

namespace {

std::string run(const StageWork& work) {
  const Atoms atoms = readH5md(work.run.path(Product::descriptors)).front().frames.front();
  const auto rows =
      compare::rankIndicators(atoms, sim::columnsAtRest(atoms.columns),
                              sim::yieldTargets(atoms.columns), work.settings.indicators);
  writeFileAtomically(work.run.path(Product::indicators), compare::indicatorsCsv(rows));
  nlohmann::ordered_json facts;
  facts["rows"] = rows.size();
  facts["surrogates"] = work.settings.indicators.surrogates;
  return facts.dump();
}

// Measured: an atom's nearest one takes a microsecond, a product of ranks a nanosecond.
void plan(const Case& c, RunPlan& plan) {
  constexpr double kTime_s_per_atom = 2e-6;
  Cost cost;
  cost.time_s = kTime_s_per_atom * c.indicators.surrogates *
                static_cast<double>(plan.structure().atoms.size());
  plan.add(cost, "");
}

}  // namespace

void addIndicatorStage(const Case& c, std::vector<Stage>& stages) {
  if (!c.shear.enabled) return;
  Stage stage;
  stage.name = "indicators";
  stage.revision = 2;  // what was measured for a sample of the atoms is ranked, too
  stage.room = Room::compare;
  stage.about = "which descriptors tell where the sample yields";
  stage.tables = {"indicators"};
  stage.reads = {fileOf(Product::descriptors)};
  stage.writes = {fileOf(Product::indicators)};
  stage.plan = plan;
  stage.run = run;
  stages.push_back(std::move(stage));
}

}  // namespace glasscope::pipeline
