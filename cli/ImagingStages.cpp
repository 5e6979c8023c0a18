#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/CaseFile.h"
#include "cli/Recording.h"
#include "cli/Specimen.h"
#include "cli/Stages.h"
#include "core/Emd.h"
#include "core/Files.h"
#include "core/Log.h"
#include "core/Mpi.h"
#include "core/Provenance.h"
#include "multislice/EmdRowSink.h"
#include "multislice/ScanMethod.h"
#include "multislice/runScan.h"

namespace glasscope::cli {

namespace {

using Json = nlohmann::ordered_json;

Json windowFacts(const multislice::ScanResult& result) {
  return {{"extent_A", {result.grid.lx_A(), result.grid.ly_A()}},
          {"whole_cell", result.wholeCell},
          {"edge_intensity_mean", result.edgeIntensityMean},
          {"edge_intensity_max", result.edgeIntensityMax}};
}

std::string scanFacts(const multislice::ScanResult& result, const multislice::Foil& foil) {
  Json facts;
  facts["grid"] = {result.grid.nx(), result.grid.ny()};
  facts["extent_A"] = {foil.extent_A().x(), foil.extent_A().y(), foil.extent_A().z()};
  facts["slices"] = result.slices;
  facts["snapshots"] = result.snapshots;
  facts["carried_angle_mrad"] = result.carriedAngle_mrad;
  facts["window"] = windowFacts(result);
  facts["method"] = result.method;
  if (!std::isnan(result.methodError)) facts["method_error"] = result.methodError;
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

EmdMetadata metadata(const Case& c, const std::string& table, const multislice::ScanJob& job) {
  return {{"settings", keysText(c, {"foil", "microscope", table})},
          {"conventions", conventionsText()},
          {"scan", positionsText(job.scan)},
          {"method", multislice::ScanMethod::label(job.microscope)},
          {"program", "glasscope " + versionText()}};
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

std::unique_ptr<multislice::EmdRowSink> openSink(const std::filesystem::path& path,
                                                 const multislice::ScanJob& job,
                                                 const multislice::Foil& foil,
                                                 const EmdMetadata& about, const std::string& hash,
                                                 const DatacubeStorage& storage = {}) {
  if (!Mpi::isRoot()) return nullptr;
  ensureWritableFolder(path.parent_path());
  return std::make_unique<multislice::EmdRowSink>(path, multislice::cubeShape(job, foil), about,
                                                  hash, storage);
}

}  // namespace

std::string runHaadfStage(const Case& c, const RunDirectory& run, const std::string& hash) {
  const Structure structure = readStructure(run.structure());
  const auto foils = cutFoils(structure.snapshots, c.foil, c.haadf.snapshots);
  const multislice::ScanJob job = multislice::withMethod(haadfJob(c, foils.front()), foils.front(),
                                                         static_cast<int>(foils.size()));
  EmdMetadata about = metadata(c, "haadf", job);
  // A map has no rows on disk of its own: they are kept beside it, so that a killed scan goes on,
  // and removed when the map is written.
  const std::filesystem::path rows = run.path("signals/.haadf_rows.h5");
  const auto sink = openSink(rows, job, foils.front(), about, hash);
  const multislice::ScanResult result = multislice::runScan(job, foils, sink.get());
  if (Mpi::isRoot()) {
    std::vector<Map2> maps = result.signals;
    maps.insert(maps.end(), result.standardErrors.begin(), result.standardErrors.end());
    for (Map2& map : positionMaps(job.scan, maps.front())) maps.push_back(std::move(map));
    about["window"] = windowFacts(result).dump();
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
  const multislice::ScanJob job = multislice::withMethod(
      nanodiffractionJob(c, foils.front()), foils.front(), static_cast<int>(foils.size()));
  const DatacubeStorage storage = storageOf(c, multislice::cubeShape(job, foils.front()), false);
  const auto sink = openSink(run.nanodiffraction(), job, foils.front(),
                             metadata(c, "nanodiffraction", job), hash, storage);
  const multislice::ScanResult result = multislice::runScan(job, foils, sink.get());
  if (sink) sink->commit();
  return scanFacts(result, foils.front());
}

}  // namespace glasscope::cli
