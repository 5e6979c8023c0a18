#include <fmt/format.h>

#include "core/formats/Emd.h"
#include "core/formats/MapSeries.h"
#include "core/system/Files.h"
#include "core/system/Mpi.h"
#include "pipeline/imaging/ScanSeries.h"
#include "pipeline/imaging/Specimen.h"
#include "pipeline/stages/PlanScan.h"
#include "pipeline/stages/Stages.h"

namespace glasscope::pipeline {

namespace {

const std::vector<std::string> kScan = {"haadf"};
const std::vector<std::string> kTables = {"foil", "thermal", "microscope", "haadf"};

std::string run(const StageWork& work) {
  const Case& c = work.settings;
  const RunDirectory& run = work.run;
  const Structure structure = readStructure(run.path(Product::structure));
  std::vector<multislice::Foil> foils = foilsOfScan(structure.snapshots, c, c.haadf, haadfJob);
  const multislice::ScanJob job = haadfJob(c, foils.front());
  ScanSeries scans(c, c.haadf, job, std::move(foils), kTables);
  // A map has no rows on disk of its own: they are kept apart, so that a killed scan goes on, and
  // removed when the maps are written.
  const double defocus_A = c.haadf.probe.aberrations.defocus_A;
  ScanImages images = scans.image(defocus_A, run.scratch("haadf_rows"), work.identity);
  scans.finish(images.maps);
  std::vector<std::vector<Map2>> series;
  for (const double wanted_A : c.haadf.defoci_A) {
    if (wanted_A == defocus_A) {
      series.push_back(images.maps);
      continue;
    }
    const std::string name = fmt::format("focus_{}", series.size());
    series.push_back(scans
                         .image(wanted_A, run.scratch("haadf_" + name),
                                fmt::format("{}_{}", work.identity, name))
                         .maps);
    scans.finish(series.back());
  }
  if (Mpi::isRoot()) {
    EmdMetadata about = scans.metadata();
    if (!series.empty()) {
      writeEmdSeries(run.path(Product::focalSeries, kScan),
                     seriesOf(series, "defocus", "A", c.haadf.defoci_A), about);
    }
    about["window"] = images.window;
    writeEmdMaps(run.path(Product::signal, kScan), images.maps, about);
  }
  scans.removeRows();
  return images.facts;
}

}  // namespace

void addHaadfStage(const Case& c, std::vector<Stage>& stages) {
  if (!c.haadf.enabled) return;
  Stage stage;
  stage.name = "haadf";
  stage.room = "multislice";
  stage.about = "the annular dark-field map";
  stage.collective = true;
  stage.tables = kTables;
  stage.reads = {fileOf(Product::structure)};
  stage.writes = {fileOf(Product::signal, kScan)};
  if (!c.haadf.defoci_A.empty()) stage.writes.push_back(fileOf(Product::focalSeries, kScan));
  stage.plan = [](const Case& wanted, RunPlan& plan) {
    planScan(wanted.haadf, haadfJob(wanted, plan.foil()), plan);
  };
  stage.run = run;
  stages.push_back(std::move(stage));
}

}  // namespace glasscope::pipeline
