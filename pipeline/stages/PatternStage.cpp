#include <fmt/format.h>

#include "core/formats/Emd.h"
#include "core/system/Files.h"
#include "core/system/Interrupt.h"
#include "core/system/Mpi.h"
#include "multislice/recording/SourceRows.h"
#include "multislice/recording/WeightedDatacube.h"
#include "pipeline/case/SeriesMember.h"
#include "pipeline/imaging/AccurateCase.h"
#include "pipeline/imaging/Recording.h"
#include "pipeline/imaging/ScanSeries.h"
#include "pipeline/imaging/Specimen.h"
#include "pipeline/stages/PlanScan.h"
#include "pipeline/stages/Stages.h"

namespace glasscope::pipeline {

namespace fs = std::filesystem;

namespace {

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

/// One member of the series: its lens, its patterns, its maps.
struct Member {
  multislice::Aberrations aberrations;
  fs::path patterns, detectors, points;  ///< `points`: begins the names of a point source's scans
  std::string identity;
};

std::string record(const Case& c, const ScanCase& scan, ScanSeries& scans, const Member& member) {
  const bool direct = scan.source.fwhm_A == 0 && scans.nodes().size() == 1;
  std::vector<fs::path> parts = {member.patterns};
  for (std::size_t n = 0; n < scans.nodes().size() && !direct; ++n) {
    parts.resize(n + 1);
    parts[n] = fmt::format("{}_{}.h5", member.points.string(), n);
  }
  const DatacubeStorage storage =
      storageOf(c, scan, multislice::cubeShape(scans.job(), scans.foil()), false);
  ScanImages images = scans.run(member.aberrations, parts, member.identity,
                                direct ? storage : DatacubeStorage{}, true);
  if (!Mpi::isRoot()) return images.facts;
  if (!direct) {
    std::vector<std::unique_ptr<Datacube>> cubes;
    std::vector<double> weights;
    for (const fs::path& path : parts) cubes.push_back(std::make_unique<EmdDatacube>(path));
    for (const auto& node : scans.nodes()) weights.push_back(node.weight);
    writePatterns(scan, multislice::WeightedDatacube(std::move(cubes), std::move(weights)),
                  member.patterns, scans.metadata(member.aberrations), member.identity, storage);
    std::error_code ignored;
    for (const fs::path& path : parts) fs::remove(path, ignored);
  }
  scans.finish(images.maps);
  if (!images.maps.empty())
    writeEmdMaps(member.detectors, images.maps, scans.metadata(member.aberrations));
  return images.facts;
}

std::string run(const std::string& at, const StageWork& work) {
  const Case c = accurateCase(work.settings, at, work.run);
  const ScanCase& scan = *c.findScan(at);
  const RunDirectory& run = work.run;
  const Structure structure = readStructure(run.path(Product::structure));
  ScanSeries scans = ScanSeries::of(c, scan, structure.snapshots);
  std::string facts =
      record(c, scan, scans,
             {scan.probe.aberrations, run.path(Product::signal, {at}),
              run.path(Product::detectors, {at}), run.scratch(at + "_point"), work.identity});
  if (!hasMembers(scan.series)) return facts;
  const std::vector<double> others = otherValues(c, at, scan.series);
  for (std::size_t i = 0; i < others.size(); ++i) {
    const std::string name = memberName(scan.series, i, others[i]);
    const Case settings = memberOf(c, at, scan.series, others[i]);
    const ScanCase& of = *settings.findScan(at);
    const Member member = {of.probe.aberrations, run.path(Product::member, {at, name}),
                           run.path(Product::memberDetectors, {at, name}),
                           run.scratch(fmt::format("{}_{}_point", at, i)),
                           fmt::format("{}_member_{}", work.identity, i)};
    if (variesAberrations(scan.series)) {
      record(c, scan, scans, member);
    } else {
      ScanSeries alone = ScanSeries::of(settings, of, structure.snapshots);
      record(settings, of, alone, member);
    }
  }
  return facts;
}

std::vector<ProductFile> writes(const Case& c, const ScanCase& scan) {
  std::vector<ProductFile> files = {fileOf(Product::signal, {scan.name})};
  if (!scan.detectors.empty()) files.push_back(fileOf(Product::detectors, {scan.name}));
  if (!hasMembers(scan.series)) return files;
  const std::vector<double> others = otherValues(c, scan.name, scan.series);
  for (std::size_t i = 0; i < others.size(); ++i) {
    const std::vector<std::string> names = {scan.name, memberName(scan.series, i, others[i])};
    files.push_back(fileOf(Product::member, names));
    if (!scan.detectors.empty()) files.push_back(fileOf(Product::memberDetectors, names));
  }
  return files;
}

Stage stageOf(const Case& c, const ScanCase& scan) {
  Stage stage;
  stage.name = scan.name;
  stage.room = Room::multislice;
  stage.about = "a 4-D scan";
  stage.collective = true;
  stage.tables = imagingTables(scan.name);
  stage.reads = {fileOf(Product::structure)};
  for (const ProductFile& file : accuracyFiles(scan)) stage.reads.push_back(file);
  stage.writes = writes(c, scan);
  stage.plan = [scan](const Case& settings, RunPlan& plan) { planScan(settings, scan, plan); };
  stage.run = [scan](const StageWork& work) { return run(scan.name, work); };
  return stage;
}

}  // namespace

void addPatternStages(const Case& c, std::vector<Stage>& stages) {
  for (const ScanCase& scan : c.scans) {
    if (scan.enabled && scan.recordsPatterns()) stages.push_back(stageOf(c, scan));
  }
}

}  // namespace glasscope::pipeline
