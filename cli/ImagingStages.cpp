#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/CaseFile.h"
#include "cli/Specimen.h"
#include "cli/Stages.h"
#include "core/Emd.h"
#include "core/Files.h"
#include "core/Log.h"
#include "core/Mpi.h"
#include "core/Provenance.h"
#include "multislice/EmdRowSink.h"
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

EmdMetadata metadata(const Case& c, const std::string& table) {
  return {{"settings", keysText(c, {"foil", "microscope", table})},
          {"conventions", conventionsText()},
          {"program", "glasscope " + versionText()}};
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
  const EmdMetadata about = metadata(c, "haadf");
  // A map has no rows on disk of its own: they are kept beside it, so that a killed scan goes on,
  // and removed when the map is written.
  const std::filesystem::path rows = run.path("signals/.haadf_rows.h5");
  const auto sink = openSink(rows, job, foils.front(), about, hash);
  const multislice::ScanResult result = multislice::runScan(job, foils, sink.get());
  if (Mpi::isRoot()) {
    std::vector<Map2> maps = result.signals;
    maps.insert(maps.end(), result.standardErrors.begin(), result.standardErrors.end());
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
  const auto sink =
      openSink(run.nanodiffraction(), job, foils.front(), metadata(c, "nanodiffraction"), hash);
  const multislice::ScanResult result = multislice::runScan(job, foils, sink.get());
  if (sink) sink->commit();
  return scanFacts(result, foils.front());
}

}  // namespace glasscope::cli
