#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "compare/files/ReductionsFile.h"
#include "compare/images/Heterogeneity.h"
#include "compare/statistics/AssociationTable.h"
#include "compare/statistics/ReplicaEffects.h"
#include "core/system/Log.h"
#include "core/system/Mpi.h"
#include "pipeline/case/FurtherSamples.h"
#include "pipeline/imaging/ResultFiles.h"
#include "pipeline/run/independentFiles.h"
#include "pipeline/stages/ComparedMaps.h"
#include "pipeline/stages/Pipeline.h"
#include "pipeline/stages/Stages.h"

namespace glasscope::pipeline {

namespace {

// What was taken from the signal of a scan: its maps, and what they or its patterns show as a
// whole.
compare::ReductionsFile resultOf(const Case& c, ComparedScan& scan) {
  compare::ReductionsFile file;
  file.signals = std::move(scan.signals);
  file.findings.scan = scan.name;
  if (scan.reductions) {
    file.findings.curves = std::move(scan.reductions->curves);
    file.findings.numbers = std::move(scan.reductions->numbers);
    file.reductions = std::move(scan.reductions);
    return file;
  }
  compare::HeterogeneitySettings settings = c.compare.heterogeneity;
  settings.electronsPerPixel = recordedElectrons(c, file.signals.front().pixel_A);
  file.findings =
      compare::findingsOf(compare::heterogeneity(file.signals.front(), settings), scan.name);
  return file;
}

// What the further samples show. Each is a run of its own below this one, and not done again.
std::vector<std::vector<compare::ReplicaEffect>> compareReplicas(const StageWork& work) {
  std::vector<std::string> files = work.settings.replicas;
  if (const std::string& own = work.settings.configuration.file; !own.empty()) files.push_back(own);
  requireDifferent(files, "voronoi.replicas");
  std::vector<std::vector<compare::ReplicaEffect>> samples;
  for (const FurtherSample& sample : furtherSamples(work.settings)) {
    logInfo(sample.made ? fmt::format("{}: of seed {}", sample.name, sample.settings.seed)
                        : fmt::format("{}: '{}'", sample.name, sample.settings.configuration.file));
    const std::filesystem::path folder = work.run.folder() / sample.folder();
    runPipeline(sample.settings, folder, Room::compare);
    samples.emplace_back();
    if (Mpi::isRoot()) samples.back() = compare::effectsOf(associationFiles(folder).read());
  }
  return samples;
}

std::string run(const StageWork& work) {
  const Case& c = work.settings;
  const auto replicas = compareReplicas(work);
  if (!Mpi::isRoot()) return {};
  ComparedMaps compared = readComparedMaps(c, work.run);
  compare::AssociationTable table = compare::associate(compared.groups, c.compare.association);
  if (!replicas.empty()) compare::takeReplicas(table, replicas);
  for (ComparedScan& scan : compared.scans) {
    const compare::ScanPaths paths = comparedScan(work.run.folder(), scan.name);
    compare::writeTruths(paths, scan.truths);
    resultOf(c, scan).write(paths.reductions);
  }
  associationFiles(work.run.folder()).write(table);
  nlohmann::ordered_json facts;
  facts["pairs"] = table.rows.size();
  facts["tested"] = table.tested;
  facts["surrogates"] = table.surrogates;
  facts["significant"] = std::count_if(table.rows.begin(), table.rows.end(),
                                       [](const auto& row) { return row.claim.significant; });
  facts["copies"] = compared.copies.x * compared.copies.y * compared.copies.z;
  return facts.dump();
}

}  // namespace

void addCompareStage(const Case& c, std::vector<Stage>& stages) {
  Stage stage;
  stage.name = "compare";
  stage.room = Room::compare;
  stage.revision = 3;  // speckle is summed in another order
  stage.about = "truth against signals";
  stage.tables = {"foil", "compare", "record", "microscope"};
  stage.reads = {fileOf(Product::descriptors)};
  for (const std::string& scan : comparableScans(c)) {
    stage.tables.push_back(scan);
    stage.reads.push_back(comparedSignal(c, scan));
  }
  stage.writes = {fileOf(Product::associations), fileOf(Product::associationsAbout)};
  for (const std::string& scan : comparableScans(c)) {
    stage.writes.push_back(fileOf(Product::truth, {scan}));
    stage.writes.push_back(fileOf(Product::reductions, {scan}));
  }
  if (!c.compare.thicknessFile.empty()) stage.files.emplace_back(c.compare.thicknessFile);
  for (const FurtherSample& sample : furtherSamples(c)) {
    stage.collective = true;
    if (sample.made) {
      stage.reads.push_back(fileOf(Product::furtherStructure, {sample.name}));
    } else {
      stage.files.emplace_back(sample.settings.configuration.file);
    }
  }
  stage.run = run;
  stages.push_back(std::move(stage));
}

}  // namespace glasscope::pipeline
