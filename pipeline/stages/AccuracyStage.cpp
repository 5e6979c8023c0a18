#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Log.h"
#include "core/system/Mpi.h"
#include "multislice/convergence/AccuracyJson.h"
#include "multislice/convergence/chooseAccuracy.h"
#include "pipeline/case/CaseFile.h"
#include "pipeline/imaging/AccurateCase.h"
#include "pipeline/imaging/ScanSeries.h"
#include "pipeline/imaging/Specimen.h"
#include "pipeline/imaging/StudiedScan.h"
#include "pipeline/stages/Stages.h"

namespace glasscope::pipeline {

namespace fs = std::filesystem;

namespace {

// Of what is asked for, where settings and the average over thermal configurations share it in
// squares: 0.8^2 + 0.6^2 = 1.
constexpr double kOfSettings = 0.8, kOfSnapshots = 0.6;

// What the average over configurations may leave; 0 where the case says it, or there is one alone.
double standardErrorOf(const Case& c, const ScanCase& scan, const std::vector<Atoms>& snapshots) {
  const bool moving = snapshots.size() > 1 || c.einstein.enabled();
  if (!moving || scan.series.isOverTilts() || scan.standardError_percent > 0) return 0;
  return kOfSnapshots * scan.accuracy_percent / 100;
}

// A scan alone with the settings of this case: what was chosen is not chosen again.
Case aloneWith(Case c, const std::string& name) {
  for (ScanCase& scan : c.scans) {
    scan.enabled = scan.name == name;
    if (scan.enabled) scan.accuracy_percent = 0;
  }
  for (ImageCase& image : c.images) image.enabled = false;
  return c;
}

std::string run(const ScanCase& scan, const StageWork& work) {
  const Structure structure = readStructure(work.run.path(Product::structure));
  const StudiedScan studied = StudiedScan::of(work.settings, scan, structure.snapshots);
  // Of a series of tilts the number of configurations is not chosen.
  const double standardError = standardErrorOf(work.settings, scan, structure.snapshots);
  multislice::AccuracySettings settings;
  settings.accuracy = scan.accuracy_percent / 100 * (standardError > 0 ? kOfSettings : 1);
  multislice::AccuracyChoice choice =
      multislice::chooseAccuracy(studied.job, studied.foils, settings);
  choice.standardError = standardError;
  logInfo(choice.text());
  if (!choice.reached) {
    logWarning(fmt::format(
        "{}: {:.3g} % of accuracy are not reached: {}; it is made with the best settings that were "
        "found",
        scan.name, 100 * choice.asked, choice.why));
  }
  const std::string json = multislice::accuracyJson(choice);
  if (Mpi::isRoot()) {
    const fs::path file = work.run.path(Product::accuracy, {scan.name});
    writeFileAtomically(file, json);
    writeFileAtomically(
        work.run.path(Product::accurateCase, {scan.name}),
        resolvedToml(aloneWith(accurateCase(work.settings, scan.name, file), scan.name)));
  }
  return json;
}

// The result where it is there; else that it will be made.
void plan(const Case& c, const ScanCase& scan, RunPlan& plan) {
  try {
    multislice::requireChoosable(c.microscope, scan.name);
  } catch (const Error& error) {
    plan.refuse(error);
    return;
  }
  const auto file = plan.finished(fileOf(Product::accuracy, {scan.name}));
  if (!file.empty()) {
    plan.add({}, multislice::accuracyChoice(readFile(file), c.microscope).text() + "\n");
    return;
  }
  plan.add({},
           fmt::format("{0}: settings for an accuracy of {1:g} % are chosen on the specimen "
                       "before the scan, for about a tenth of its cost, more where it is short; "
                       "what follows is with those of the case (once there are atoms, "
                       "'glasscope plan --converge --tolerance {1:g}%' chooses without the "
                       "scan)\n\n",
                       scan.name, scan.accuracy_percent));
  plan.leaveOut(fmt::format("the choice of settings for {}", scan.name));
}

Stage stageOf(const ScanCase& scan) {
  Stage stage;
  stage.name = accuracyStageName(scan.name);
  stage.room = Room::multislice;
  stage.about = "settings for the accuracy that is asked for";
  stage.collective = true;
  stage.tables = imagingTables(scan.name);
  if (scan.series.isOverTilts()) stage.tables.emplace_back("tilt_series");
  stage.reads = {fileOf(Product::structure)};
  stage.writes = {fileOf(Product::accuracy, {scan.name}),
                  fileOf(Product::accurateCase, {scan.name})};
  stage.plan = [scan](const Case& c, RunPlan& costs) { plan(c, scan, costs); };
  stage.run = [scan](const StageWork& work) { return run(scan, work); };
  return stage;
}

}  // namespace

void addAccuracyStages(const Case& c, std::vector<Stage>& stages) {
  for (const ScanCase& scan : c.scans) {
    if (scan.enabled && scan.accuracy_percent > 0) stages.push_back(stageOf(scan));
  }
}

}  // namespace glasscope::pipeline
