#include <fmt/format.h>

#include "core/formats/Emd.h"
#include "core/system/Files.h"
#include "core/system/Interrupt.h"
#include "core/system/Mpi.h"
#include "multislice/recording/SourceRows.h"
#include "multislice/recording/WeightedDatacube.h"
#include "pipeline/imaging/Recording.h"
#include "pipeline/imaging/ScanSeries.h"
#include "pipeline/imaging/Specimen.h"
#include "pipeline/stages/PlanScan.h"
#include "pipeline/stages/Stages.h"

namespace glasscope::pipeline {

namespace fs = std::filesystem;

namespace {

constexpr const char* kScan = "nanodiffraction";

// The patterns of a point source at some foci to those of the source and the focal spread.
void writePatterns(const ScanCase& scan, const Datacube& points, const std::filesystem::path& path,
                   const EmdMetadata& about, const std::string& hash,
                   const DatacubeStorage& storage) {
  EmdDatacubeWriter writer(path, points.shape(), about, hash, storage);
  const bool point = scan.source.fwhm_A == 0;
  // A kernel of one position is a copy.
  const multislice::SourceKernel kernel =
      point ? multislice::SourceKernel()
            : multislice::SourceKernel(scan.source, points.shape().rStep_A);
  multislice::SourceRows rows(points, kernel);
  for (int rx = 0; rx < points.shape().rx; ++rx) {
    throwIfInterrupted();
    if (!writer.rowDone(rx)) writer.writeRow(rx, rows.row(rx));
  }
  writer.commit();
}

/// One member of the series: its patterns, its maps, its defocus.
struct Member {
  double defocus_A;
  fs::path patterns, detectors, points;  ///< `points`: begins the names of a point source's scans
  std::string identity;
};

std::string record(const Case& c, ScanSeries& scans, const Member& member) {
  const ScanCase& scan = c.nanodiffraction;
  const bool direct = scan.source.fwhm_A == 0 && scans.nodes().size() == 1;
  std::vector<fs::path> parts = {member.patterns};
  for (std::size_t n = 0; n < scans.nodes().size() && !direct; ++n) {
    parts.resize(n + 1);
    parts[n] = fmt::format("{}_{}.h5", member.points.string(), n);
  }
  const DatacubeStorage storage =
      storageOf(c, multislice::cubeShape(scans.job(), scans.foil()), false);
  ScanImages images = scans.run(member.defocus_A, parts, member.identity,
                                direct ? storage : DatacubeStorage{}, true);
  if (!Mpi::isRoot()) return images.facts;
  if (!direct) {
    std::vector<std::unique_ptr<Datacube>> cubes;
    std::vector<double> weights;
    for (const fs::path& path : parts) cubes.push_back(std::make_unique<EmdDatacube>(path));
    for (const auto& node : scans.nodes()) weights.push_back(node.weight);
    writePatterns(scan, multislice::WeightedDatacube(std::move(cubes), std::move(weights)),
                  member.patterns, scans.metadata(member.defocus_A), member.identity, storage);
    std::error_code ignored;
    for (const fs::path& path : parts) fs::remove(path, ignored);
  }
  scans.finish(images.maps);
  if (!images.maps.empty())
    writeEmdMaps(member.detectors, images.maps, scans.metadata(member.defocus_A));
  return images.facts;
}

const std::vector<std::string> kTables = {"foil", "thermal", "microscope", "nanodiffraction"};

std::string run(const StageWork& work) {
  const Case& c = work.settings;
  const RunDirectory& run = work.run;
  const ScanCase& scan = c.nanodiffraction;
  const Structure structure = readStructure(run.path(Product::structure));
  std::vector<multislice::Foil> foils =
      foilsOfScan(structure.snapshots, c, scan, nanodiffractionJob);
  const multislice::ScanJob job = nanodiffractionJob(c, foils.front());
  ScanSeries scans(c, scan, job, std::move(foils), kTables);
  std::string facts = record(
      c, scans,
      {scan.probe.aberrations.defocus_A, run.path(Product::signal, {kScan}),
       run.path(Product::detectors, {kScan}), run.scratch("nanodiffraction_point"), work.identity});
  const std::vector<double> others = seriesDefoci(scan);
  for (std::size_t i = 0; i < others.size(); ++i) {
    const std::string name = focusName(i, others[i]);
    record(c, scans,
           {others[i], run.path(Product::focus, {kScan, name}),
            run.path(Product::focusDetectors, {kScan, name}),
            run.scratch(fmt::format("nanodiffraction_{}_point", i)),
            fmt::format("{}_focus_{}", work.identity, i)});
  }
  return facts;
}

std::vector<ProductFile> writes(const ScanCase& scan) {
  std::vector<ProductFile> files = {fileOf(Product::signal, {kScan})};
  if (!scan.detectors.empty()) files.push_back(fileOf(Product::detectors, {kScan}));
  const std::vector<double> others = seriesDefoci(scan);
  for (std::size_t i = 0; i < others.size(); ++i) {
    const std::string name = focusName(i, others[i]);
    files.push_back(fileOf(Product::focus, {kScan, name}));
    if (!scan.detectors.empty()) files.push_back(fileOf(Product::focusDetectors, {kScan, name}));
  }
  return files;
}

}  // namespace

void addNanodiffractionStage(const Case& c, std::vector<Stage>& stages) {
  if (!c.nanodiffraction.enabled) return;
  Stage stage;
  stage.name = "nanodiffraction";
  stage.room = "multislice";
  stage.about = "the 4-D scan";
  stage.collective = true;
  stage.tables = kTables;
  stage.reads = {fileOf(Product::structure)};
  stage.writes = writes(c.nanodiffraction);
  stage.plan = [](const Case& wanted, RunPlan& plan) {
    planScan(wanted.nanodiffraction, nanodiffractionJob(wanted, plan.foil()), plan,
             wanted.nanodiffraction.dtype == NumberType::float32 ? 4 : 2);
  };
  stage.run = run;
  stages.push_back(std::move(stage));
}

}  // namespace glasscope::pipeline
