#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "compare/files/ComparisonFile.h"
#include "compare/images/Heterogeneity.h"
#include "compare/statistics/AssociationTable.h"
#include "pipeline/stages/ComparedMaps.h"
#include "pipeline/stages/Stages.h"

namespace glasscope::pipeline {

namespace {

std::string run(const StageWork& work) {
  const Case& c = work.settings;
  ComparedMaps compared = readComparedMaps(c, work.run);
  compare::ComparisonFile file;
  file.table = compare::associate(compared.groups, c.compare.association);
  if (!compared.groups.empty() && c.haadf.enabled && c.haadf.isUprightRaster()) {
    const Map2& map = compared.signals.front();
    compare::HeterogeneitySettings settings = c.compare.heterogeneity;
    settings.electronsPerPixel = recordedElectrons(c, map.pixel_A);
    file.findings.push_back(compare::findingsOf(compare::heterogeneity(map, settings), "haadf"));
  }
  if (compared.reductions) {
    file.findings.push_back({"nanodiffraction", std::move(compared.reductions->curves),
                             std::move(compared.reductions->numbers)});
  }
  file.truths = std::move(compared.truths);
  file.signals = std::move(compared.signals);
  file.reductions = std::move(compared.reductions);
  nlohmann::ordered_json facts;
  facts["pairs"] = file.table.rows.size();
  facts["tested"] = file.table.tested;
  facts["surrogates"] = file.table.surrogates;
  facts["significant"] = std::count_if(file.table.rows.begin(), file.table.rows.end(),
                                       [](const auto& row) { return row.significant; });
  facts["copies"] = compared.copies.x * compared.copies.y * compared.copies.z;
  file.provenance = facts.dump();
  file.write(work.run.path(Product::comparison));
  return facts.dump();
}

}  // namespace

void addCompareStage(const Case& c, std::vector<Stage>& stages) {
  Stage stage;
  stage.name = "compare";
  stage.room = "compare";
  stage.about = "truth against signals";
  stage.tables = {"foil", "compare", "record", "microscope", "haadf", "nanodiffraction"};
  stage.reads = {fileOf(Product::descriptors)};
  if (c.haadf.enabled) stage.reads.push_back(comparedSignal(c, "haadf"));
  if (c.nanodiffraction.enabled) stage.reads.push_back(comparedSignal(c, "nanodiffraction"));
  stage.writes = {fileOf(Product::comparison)};
  stage.run = run;
  stages.push_back(std::move(stage));
}

}  // namespace glasscope::pipeline
