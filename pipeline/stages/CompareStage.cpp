#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "compare/files/ComparisonFile.h"
#include "compare/images/Heterogeneity.h"
#include "compare/statistics/AssociationTable.h"
#include "pipeline/stages/ComparedMaps.h"
#include "pipeline/stages/Stages.h"

namespace glasscope::pipeline {

std::string runCompareStage(const Case& c, const RunDirectory& run, const std::string& hash) {
  ComparedMaps compared = readComparedMaps(c, run);
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
  facts["stage_hash"] = hash;
  file.provenance = facts.dump();
  file.write(run.comparison());
  return facts.dump();
}

}  // namespace glasscope::pipeline
