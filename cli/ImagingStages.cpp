#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/CaseFile.h"
#include "cli/Recording.h"
#include "cli/Specimen.h"
#include "cli/Stages.h"
#include "compare/GradientIntegral.h"
#include "core/Emd.h"
#include "core/Files.h"
#include "core/Interrupt.h"
#include "core/Log.h"
#include "core/Mpi.h"
#include "core/Provenance.h"
#include "multislice/EmdRowSink.h"
#include "multislice/FocalSpread.h"
#include "multislice/ScanMethod.h"
#include "multislice/SourceRows.h"
#include "multislice/WeightedDatacube.h"
#include "multislice/deriveSignals.h"
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

std::string sourceText(const ScanCase& scan) {
  std::string text = "a point source";
  if (scan.source.fwhm_A > 0) {
    text = fmt::format(
        "convolved after the scan with a {} source of {:g} angstrom full width at "
        "half maximum",
        scan.source.profile, scan.source.fwhm_A);
  }
  if (scan.focalSpread_A > 0) {
    text += fmt::format(
        "; averaged over a focal spread of {:g} angstrom (standard deviation of the "
        "defocus, Gauss-Hermite)",
        scan.focalSpread_A);
  }
  return text + "; standard errors are upper bounds where averages enter";
}

EmdMetadata metadata(const Case& c, const std::string& table, const multislice::ScanJob& job) {
  return {
      {"settings", keysText(c, {"foil", "thermal", "microscope", table})},
      {"conventions", conventionsText()},
      {"scan", positionsText(job.scan)},
      {"method", multislice::ScanMethod::label(job.microscope)},
      {"source", sourceText(table == "haadf" ? static_cast<const ScanCase&>(c.haadf)
                                             : static_cast<const ScanCase&>(c.nanodiffraction))},
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

// The finite source, a step of its own after the scan.
void convolveWithSource(const ScanCase& scan, std::vector<Map2>& maps) {
  if (scan.source.fwhm_A == 0 || maps.empty()) return;
  const multislice::SourceKernel kernel(scan.source, maps.front().pixel_A);
  for (Map2& map : maps) map = kernel.convolve(map);
}

// The scans, each at one defocus, that stand for the focal spread.
std::vector<multislice::FocalNode> fociOf(const Case& c, const ScanCase& scan) {
  const multislice::ElectronBeam beam(c.microscope.voltage_kV);
  return multislice::focalNodes(scan.focalSpread_A, focalCount(scan, beam));
}

multislice::ScanJob atFocus(multislice::ScanJob job, const multislice::FocalNode& focus) {
  job.probe.aberrations.defocus_A += focus.offset_A;
  if (focus.offset_A != 0) job.label += fmt::format(" at {:+.1f} A", focus.offset_A);
  return job;
}

// "name" for a single focus, else "name_0", "name_1", ...
std::string partName(const std::string& name, std::size_t focus, std::size_t foci) {
  return foci == 1 ? name : fmt::format("{}_{}", name, focus);
}

// Adds weight times what one focus gave; standard errors add up as if they were alike, which they
// nearly are: the snapshots are the same.
void addWeighted(std::vector<Map2>& sum, const multislice::ScanResult& result, double weight) {
  std::vector<Map2> maps = result.signals;
  maps.insert(maps.end(), result.standardErrors.begin(), result.standardErrors.end());
  if (sum.empty() && weight == 1) {
    sum = std::move(maps);
    return;
  }
  for (std::size_t m = 0; m < maps.size(); ++m) {
    for (double& value : maps[m].values) value *= weight;
    if (sum.size() <= m) {
      sum.push_back(std::move(maps[m]));
      continue;
    }
    for (std::size_t i = 0; i < maps[m].values.size(); ++i) {
      sum[m].values[i] += maps[m].values[i];
    }
  }
}

// What follows from finished maps: centres of mass, differential phase contrast, their integrals,
// and where the probe stood.
void finishMaps(const ScanCase& scan, const multislice::ScanJob& job, std::vector<Map2>& maps) {
  convolveWithSource(scan, maps);
  if (maps.empty()) return;
  std::vector<Map2> more = multislice::deriveSignals(job.detectors, maps);
  for (std::size_t i = 0; i + 1 < more.size() && job.scan.isUpright() && job.scan.ny > 1;) {
    Map2 integral = compare::integrateGradient(more[i], more[i + 1]);
    // "com_x_at_5.0A" and its neighbour "com_y_at_5.0A" give "com_integrated_at_5.0A".
    integral.name = more[i].name;
    integral.name.replace(integral.name.rfind("_x"), 2, "_integrated");
    maps.push_back(more[i]);
    maps.push_back(more[i + 1]);
    maps.push_back(std::move(integral));
    more.erase(more.begin() + static_cast<std::ptrdiff_t>(i),
               more.begin() + static_cast<std::ptrdiff_t>(i) + 2);
  }
  for (Map2& map : more) maps.push_back(std::move(map));
  for (Map2& map : positionMaps(job.scan, maps.front())) maps.push_back(std::move(map));
}

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
  const auto foils = cutFoils(structure.snapshots, c, c.haadf.snapshots);
  const multislice::ScanJob job = multislice::withMethod(haadfJob(c, foils.front()), foils.front(),
                                                         static_cast<int>(foils.size()));
  const auto foci = fociOf(c, c.haadf);
  EmdMetadata about = metadata(c, "haadf", job);
  // A map has no rows on disk of its own: they are kept beside it, so that a killed scan goes on,
  // and removed when the map is written.
  std::vector<std::filesystem::path> rows;
  std::vector<Map2> maps;
  std::string facts;
  for (std::size_t f = 0; f < foci.size(); ++f) {
    rows.push_back(run.path(partName("signals/.haadf_rows", f, foci.size()) + ".h5"));
    const auto sink =
        openSink(rows.back(), job, foils.front(), about, partName(hash, f, foci.size()));
    const multislice::ScanResult result =
        multislice::runScan(atFocus(job, foci[f]), foils, sink.get());
    addWeighted(maps, result, foci[f].weight);
    facts = scanFacts(result, foils.front());
    about["window"] = windowFacts(result).dump();
  }
  if (Mpi::isRoot()) {
    finishMaps(c.haadf, job, maps);
    writeEmdMaps(run.haadf(), maps, about);
    std::error_code ignored;
    for (const auto& path : rows) std::filesystem::remove(partialPath(path), ignored);
  }
  return facts;
}

std::string runNanodiffractionStage(const Case& c, const RunDirectory& run,
                                    const std::string& hash) {
  const Structure structure = readStructure(run.structure());
  const ScanCase& scan = c.nanodiffraction;
  const auto foils = cutFoils(structure.snapshots, c, scan.snapshots);
  const multislice::ScanJob job = multislice::withMethod(
      nanodiffractionJob(c, foils.front()), foils.front(), static_cast<int>(foils.size()));
  const auto foci = fociOf(c, scan);
  const EmdMetadata about = metadata(c, "nanodiffraction", job);
  const bool direct = scan.source.fwhm_A == 0 && foci.size() == 1;
  std::vector<std::filesystem::path> parts;
  std::vector<Map2> maps;
  std::string facts;
  const DatacubeStorage storage = storageOf(c, multislice::cubeShape(job, foils.front()), false);
  for (std::size_t f = 0; f < foci.size(); ++f) {
    parts.push_back(direct ? run.nanodiffraction()
                           : run.path(fmt::format("signals/.nanodiffraction_point_{}.h5", f)));
    const auto sink =
        openSink(parts.back(), job, foils.front(), about, partName(hash, f, foci.size()),
                 direct ? storage : DatacubeStorage{});
    const multislice::ScanResult result =
        multislice::runScan(atFocus(job, foci[f]), foils, sink.get());
    if (sink) sink->commit();
    addWeighted(maps, result, foci[f].weight);
    facts = scanFacts(result, foils.front());
  }
  if (!Mpi::isRoot()) return facts;
  if (!direct) {
    std::vector<std::unique_ptr<Datacube>> cubes;
    std::vector<double> weights;
    for (const auto& path : parts) cubes.push_back(std::make_unique<EmdDatacube>(path));
    for (const auto& focus : foci) weights.push_back(focus.weight);
    writePatterns(scan, multislice::WeightedDatacube(std::move(cubes), std::move(weights)),
                  run.nanodiffraction(), about, hash, storage);
    std::error_code ignored;
    for (const auto& path : parts) std::filesystem::remove(path, ignored);
  }
  finishMaps(scan, job, maps);
  if (!maps.empty()) writeEmdMaps(run.nanodiffractionDetectors(), maps, about);
  return facts;
}

}  // namespace glasscope::cli
