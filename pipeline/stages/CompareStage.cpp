#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "compare/files/ReductionsFile.h"
#include "compare/images/Heterogeneity.h"
#include "compare/statistics/AssociationTable.h"
#include "core/system/Files.h"
#include "pipeline/imaging/ResultFiles.h"
#include "pipeline/stages/ComparedMaps.h"
#include "pipeline/stages/Stages.h"

namespace glasscope::pipeline {

namespace {

// Maps that carry the name of a scan go beside its signal.
std::vector<Map2> truthsOf(const std::string& scan, const std::vector<Map2>& all) {
  std::vector<Map2> maps;
  for (const Map2& map : all)
    if (map.name.ends_with(compare::truthName("", scan))) maps.push_back(map);
  return maps;
}

std::string run(const StageWork& work) {
  const Case& c = work.settings;
  ComparedMaps compared = readComparedMaps(c, work.run);
  const compare::AssociationTable table =
      compare::associate(compared.groups, c.compare.association);
  const std::vector<std::string> scans = comparableScans(c);
  for (std::size_t i = 0; i < scans.size(); ++i) {
    const compare::ScanPaths paths = comparedScan(work.run.folder(), scans[i]);
    ensureWritableFolder(paths.truth.parent_path());
    compare::writeTruths(paths, truthsOf(scans[i], compared.truths));
    compare::ReductionsFile file;
    file.findings.scan = scans[i];
    if (scans[i] == "haadf") {
      file.signals = {compared.signals.front()};
      compare::HeterogeneitySettings settings = c.compare.heterogeneity;
      settings.electronsPerPixel = recordedElectrons(c, file.signals.front().pixel_A);
      file.findings =
          compare::findingsOf(compare::heterogeneity(file.signals.front(), settings), scans[i]);
    } else {
      file.signals.assign(
          compared.signals.end() - static_cast<std::ptrdiff_t>(c.compare.signals.size()),
          compared.signals.end());
      file.findings.curves = std::move(compared.reductions->curves);
      file.findings.numbers = std::move(compared.reductions->numbers);
      file.reductions = compared.reductions;
    }
    file.write(paths.reductions);
  }
  ensureWritableFolder(work.run.path(Product::associations).parent_path());
  associationFiles(work.run.folder()).write(table);
  nlohmann::ordered_json facts;
  facts["pairs"] = table.rows.size();
  facts["tested"] = table.tested;
  facts["surrogates"] = table.surrogates;
  facts["significant"] = std::count_if(table.rows.begin(), table.rows.end(),
                                       [](const auto& row) { return row.significant; });
  facts["copies"] = compared.copies.x * compared.copies.y * compared.copies.z;
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
  stage.writes = {fileOf(Product::associations), fileOf(Product::associationsAbout)};
  for (const std::string& scan : comparableScans(c)) {
    stage.writes.push_back(fileOf(Product::truth, {scan}));
    stage.writes.push_back(fileOf(Product::reductions, {scan}));
  }
  stage.run = run;
  stages.push_back(std::move(stage));
}

}  // namespace glasscope::pipeline
