#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/CaseFile.h"
#include "cli/Specimen.h"
#include "cli/Stages.h"
#include "core/Emd.h"
#include "core/Files.h"
#include "core/Interrupt.h"
#include "core/Log.h"
#include "core/Mpi.h"
#include "core/Provenance.h"
#include "multislice/EmdRowSink.h"
#include "multislice/SourceRows.h"
#include "multislice/runScan.h"

namespace glasscope::cli {

namespace {

using Json = nlohmann::ordered_json;

std::string scanFacts(const multislice::ScanResult& result, const multislice::Foil& foil) {
  Json facts;
  facts["grid"] = {result.grid.nx(), result.grid.ny()};
  facts["extent_A"] = {foil.extent_A().x(), foil.extent_A().y(), foil.extent_A().z()};
  facts["slices"] = result.slices;
  facts["snapshots"] = result.snapshots;
  facts["carried_angle_mrad"] = result.carriedAngle_mrad;
  facts["ns_per_pixel_slice_probe"] = result.ns_per_pixel_slice_probe;
  return facts.dump();
}

std::string positionsText(const multislice::ScanGrid& scan) {
  Json about;
  about["shape"] = {scan.nx, scan.ny};
  about["origin_A"] = {scan.origin_A.x(), scan.origin_A.y()};
  if (scan.isList()) {
    about["kind"] = "list";
    Json positions = Json::array();
    for (const Vec2& position : scan.list_A) positions.push_back({position.x(), position.y()});
    about["positions_A"] = positions;
  } else {
    about["kind"] = scan.ny == 1 && scan.nx > 1 ? "line" : "raster";
    const Vec2 x = scan.stepAlong_A(0), y = scan.stepAlong_A(1);
    about["position"] = "origin_A + calibration_A [rx, ry]";
    about["calibration_A"] = {{x.x(), y.x()}, {x.y(), y.y()}};
    about["rotation_deg"] = scan.rotation_deg;
  }
  return about.dump();
}

EmdMetadata metadata(const Case& c, const std::string& table, const multislice::ScanGrid& scan) {
  return {{"settings", keysText(c, {"foil", "microscope", table})},
          {"conventions", conventionsText()},
          {"scan", positionsText(scan)},
          {"program", "glasscope " + versionText()}};
}

std::string sourceText(const ScanCase& scan) {
  return fmt::format(
      "convolved with a {} source of {:g} angstrom full width at half maximum, "
      "after the scan; standard errors likewise, an upper bound",
      scan.source.profile, scan.source.fwhm_A);
}

// Where each probe stood, for scans whose axes do not say it.
std::vector<Map2> positionMaps(const multislice::ScanGrid& scan, const Map2& like) {
  if (scan.isUpright()) return {};
  std::vector<Map2> maps(2, like);
  for (int d = 0; d < 2; ++d) {
    maps[d].name = d == 0 ? "position_x_A" : "position_y_A";
    maps[d].unit = "A";
    maps[d].description = "where the probe stood in the foil";
    for (int rx = 0; rx < scan.nx; ++rx) {
      for (int ry = 0; ry < scan.ny; ++ry) maps[d].values(rx, ry) = scan.position(rx, ry)[d];
    }
  }
  return maps;
}

// The finite source, a step of its own after the scan.
void convolveWithSource(const ScanCase& scan, std::vector<Map2>& maps, EmdMetadata& about) {
  if (scan.source.fwhm_A == 0) return;
  const multislice::SourceKernel kernel(scan.source, maps.front().pixel_A);
  for (Map2& map : maps) map = kernel.convolve(map);
  about["source"] = sourceText(scan);
}

// The patterns of a point source to those of the source, row by row.
void convolveWithSource(const ScanCase& scan, const EmdDatacube& points,
                        const std::filesystem::path& path, EmdMetadata about,
                        const std::string& hash) {
  about["source"] = sourceText(scan);
  const multislice::SourceKernel kernel(scan.source, points.shape().rStep_A);
  EmdDatacubeWriter writer(path, points.shape(), about, hash);
  multislice::SourceRows rows(points, kernel);
  for (int rx = 0; rx < points.shape().rx; ++rx) {
    throwIfInterrupted();
    if (!writer.rowDone(rx)) writer.writeRow(rx, rows.row(rx));
  }
  writer.commit();
}

std::unique_ptr<multislice::EmdRowSink> openSink(const std::filesystem::path& path,
                                                 const multislice::ScanJob& job,
                                                 const multislice::Foil& foil,
                                                 const EmdMetadata& about,
                                                 const std::string& hash) {
  if (!Mpi::isRoot()) return nullptr;
  ensureWritableFolder(path.parent_path());
  return std::make_unique<multislice::EmdRowSink>(path, multislice::cubeShape(job, foil), about,
                                                  hash);
}

}  // namespace

std::string runHaadfStage(const Case& c, const RunDirectory& run, const std::string& hash) {
  const Structure structure = readStructure(run.structure());
  const auto foils = cutFoils(structure.snapshots, c.foil, c.haadf.snapshots);
  const multislice::ScanJob job = haadfJob(c, foils.front());
  EmdMetadata about = metadata(c, "haadf", job.scan);
  // A map has no rows on disk of its own: they are kept beside it, so that a killed scan goes on,
  // and removed when the map is written.
  const std::filesystem::path rows = run.path("signals/.haadf_rows.h5");
  const auto sink = openSink(rows, job, foils.front(), about, hash);
  const multislice::ScanResult result = multislice::runScan(job, foils, sink.get());
  if (Mpi::isRoot()) {
    std::vector<Map2> maps = result.signals;
    maps.insert(maps.end(), result.standardErrors.begin(), result.standardErrors.end());
    convolveWithSource(c.haadf, maps, about);
    for (Map2& map : positionMaps(job.scan, maps.front())) maps.push_back(std::move(map));
    writeEmdMaps(run.haadf(), maps, about);
    std::error_code ignored;
    std::filesystem::remove(partialPath(rows), ignored);
  }
  return scanFacts(result, foils.front());
}

std::string runNanodiffractionStage(const Case& c, const RunDirectory& run,
                                    const std::string& hash) {
  const Structure structure = readStructure(run.structure());
  const auto foils = cutFoils(structure.snapshots, c.foil, c.nanodiffraction.snapshots);
  const multislice::ScanJob job = nanodiffractionJob(c, foils.front());
  const EmdMetadata about = metadata(c, "nanodiffraction", job.scan);
  const bool point = c.nanodiffraction.source.fwhm_A == 0;
  const std::filesystem::path recorded =
      point ? run.nanodiffraction() : run.path("signals/.nanodiffraction_point_source.h5");
  const auto sink = openSink(recorded, job, foils.front(), about, hash);
  const multislice::ScanResult result = multislice::runScan(job, foils, sink.get());
  if (sink) sink->commit();
  if (Mpi::isRoot() && !point) {
    convolveWithSource(c.nanodiffraction, EmdDatacube(recorded), run.nanodiffraction(), about,
                       hash);
    std::error_code ignored;
    std::filesystem::remove(recorded, ignored);
  }
  return scanFacts(result, foils.front());
}

}  // namespace glasscope::cli
