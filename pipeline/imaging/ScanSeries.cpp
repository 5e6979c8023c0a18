#include "pipeline/imaging/ScanSeries.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/atoms/Elements.h"
#include "core/system/Files.h"
#include "core/system/Log.h"
#include "core/system/Mpi.h"
#include "core/system/Provenance.h"
#include "multislice/convergence/atomSampling.h"
#include "multislice/convergence/typicalErrors.h"
#include "multislice/instrument/ScanMethod.h"
#include "multislice/recording/SourceSize.h"
#include "multislice/scan/EmdRowSink.h"
#include "multislice/scan/focalAverage.h"
#include "multislice/scan/runScan.h"
#include "pipeline/case/CaseFile.h"
#include "pipeline/imaging/DerivedMaps.h"
#include "pipeline/imaging/ScanFacts.h"
#include "pipeline/imaging/Specimen.h"

namespace glasscope::pipeline {

namespace fs = std::filesystem;

namespace {

// Where each probe stood, for scans whose axes do not say it.
std::vector<Map2> positionMaps(const multislice::ScanGrid& scan, const Map2& like) {
  if (scan.isUpright()) return {};
  std::vector<Map2> maps(2, like);
  for (int d = 0; d < 2; ++d) {
    maps[d].name = d == 0 ? "position_x_A" : "position_y_A";
    maps[d].unit = std::string("A");
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

// The scan with other aberrations; its label says by how much the defocus is another.
multislice::ScanJob withAberrations(multislice::ScanJob job,
                                    const multislice::Aberrations& aberrations,
                                    const multislice::FocalNode& node) {
  const double own_A = job.probe.aberrations.defocus_A;
  job.probe.aberrations = aberrations;
  job.probe.aberrations.defocus_A = own_A;
  return multislice::atFocus(std::move(job), aberrations.defocus_A, node);
}

// What recording has to know of the detectors of the maps.
std::string detectorsOf(const multislice::ScanJob& job) {
  std::vector<multislice::DetectorSettings> all;
  for (const multislice::AnnularDetector& d : job.annular) {
    all.push_back({d.name, multislice::DetectorKind::annular, d.inner_mrad, d.outer_mrad});
  }
  all.insert(all.end(), job.detectors.begin(), job.detectors.end());
  return detectorsText(all);
}

// What the grid carries of what it should, and what that does to an atom; a warning where that is
// more than a specialist would let pass.
std::string samplingOf(const multislice::ScanJob& job, const multislice::Foil& foil,
                       const std::vector<multislice::AtomSampling>& errors) {
  constexpr double kWarn = 0.02;
  const multislice::Grid grid = multislice::gridOf(job, foil);
  nlohmann::ordered_json about;
  about["carried_angle_mrad"] =
      grid.carriedAngle_mrad(multislice::ElectronBeam(job.microscope.voltage_kV));
  about["needed_angle_mrad"] = multislice::neededAngle_mrad(job);
  about["one_atom"] = fmt::format("an atom of {} under the probe, relative to half the pixel",
                                  elementSymbol(foil.species().back()));
  double worst = 0;
  for (const multislice::AtomSampling& error : errors) {
    about["one_atom_error"][error.signal] = error.relative;
    worst = std::max(worst, std::abs(error.relative));
  }
  if (worst > kWarn) {
    logWarning(fmt::format(
        "{}: the sampling is not converged: one atom of {} under the probe is recorded with {}; "
        "raise microscope.max_angle_mrad or potential_oversampling (glasscope plan --converge)",
        job.label, elementSymbol(foil.species().back()), multislice::samplingText(errors)));
  }
  return about.dump();
}

// What settings that nobody chose for an accuracy usually leave.
std::string typicalText(const std::vector<multislice::TypicalError>& errors) {
  nlohmann::ordered_json about = {
      {"how", "rules of thumb, not measured on this specimen (docs/multislice.md)"}};
  for (const multislice::TypicalError& error : errors)
    about["signals"].push_back(
        {{"name", error.signal}, {"sampling", error.sampling}, {"slices", error.slices}});
  return about.dump();
}

// "name" for a single node, else "name_0", "name_1", ...
std::string partName(const std::string& name, std::size_t node, std::size_t nodes) {
  return nodes == 1 ? name : fmt::format("{}_{}", name, node);
}

}  // namespace

std::vector<std::string> imagingTables(const std::string& name) {
  return {"foil", "thermal", "microscope", name};
}

void removeRows(const std::vector<fs::path>& rows) {
  std::error_code ignored;
  for (const fs::path& path : rows) fs::remove(partialPath(path), ignored);
}

ScanSeries ScanSeries::of(const Case& c, const ScanCase& scan,
                          const std::vector<Atoms>& snapshots) {
  std::vector<multislice::Foil> foils = foilsOfScan(snapshots, c, scan);
  multislice::ScanJob job = scanJob(c, scan, foils.front());
  job.thicknesses_A = depthsInOnePass(c, scan, foils.front());
  return ScanSeries(c, scan, job, std::move(foils), imagingTables(scan.name));
}

ScanSeries::ScanSeries(const Case& c, const ScanCase& scan, const multislice::ScanJob& job,
                       std::vector<multislice::Foil> foils, const std::vector<std::string>& tables)
    : scan_(scan),
      foils_(std::move(foils)),
      job_(multislice::settled(job, foils_.front(), static_cast<int>(foils_.size()))),
      metadata_({{"settings", keysText(c, tables)},
                 {"conventions", conventionsText()},
                 {"scan", positionsText(job.scan)},
                 {"scan_rotation_deg", fmt::format("{}", job.scan.rotation_deg)},
                 {"method", multislice::ScanMethod::label(job_.microscope)},
                 {"source", sourceText(scan, job.scan.step_A)},
                 {"voltage_kV", fmt::format("{}", job.microscope.voltage_kV)},
                 {"convergence_semiangle_mrad", fmt::format("{}", scan.probe.semiangle_mrad)},
                 {"convergence_semiangle_invA",
                  fmt::format("{}", multislice::ElectronBeam(job.microscope.voltage_kV)
                                        .frequency_invA(scan.probe.semiangle_mrad))},
                 {"thickness_A", fmt::format("{}", foils_.front().extent_A().z())},
                 {"detectors", detectorsOf(job)},
                 {"program", fmt::format("glasscope {}", versionText())}}),
      nodes_(multislice::focalNodes(
          scan.focalSpread_A,
          focalCount(scan, multislice::ElectronBeam(c.microscope.voltage_kV)))) {
  const std::string coarse = multislice::SourceKernel::coarseScan(scan.source, job.scan.step_A);
  if (!coarse.empty()) logWarning(fmt::format("{}: {}", job.label, coarse));
  const auto atom = multislice::atomSampling(job_, foils_.front());
  metadata_["sampling"] = samplingOf(job_, foils_.front(), atom);
  if (!scan.statedAccuracy.empty()) {
    metadata_["accuracy"] = scan.statedAccuracy;
    return;
  }
  const auto errors =
      multislice::typicalErrors(job_, foils_.front(), static_cast<int>(foils_.size()), atom);
  metadata_["typical_errors"] = typicalText(errors);
  if (scan.series.isOverTilts()) return;  // every tilt has a job of its own
  logInfo(fmt::format(
      "{}: by rules of thumb {} off; what it is here says 'glasscope plan --converge', and "
      "accuracy_percent chooses settings",
      job.label, multislice::worstText(errors)));
}

EmdMetadata ScanSeries::metadata(const multislice::Aberrations& aberrations) const {
  EmdMetadata about = metadata_;
  about["defocus_A"] = fmt::format("{:.10g}", aberrations.defocus_A);
  return about;
}

ScanImages ScanSeries::run(const multislice::Aberrations& aberrations,
                           const std::vector<fs::path>& parts, const std::string& identity,
                           const DatacubeStorage& storage, bool keep) {
  ScanImages images;
  images.maps = multislice::focalAverage(nodes_, [&](std::size_t n) {
    std::unique_ptr<multislice::EmdRowSink> sink;
    if (Mpi::isRoot()) {
      ensureWritableFolder(parts[n].parent_path());
      sink = std::make_unique<multislice::EmdRowSink>(
          parts[n], multislice::cubeShape(job_, foil()), metadata(aberrations),
          partName(identity, n, nodes_.size()), storage);
    }
    multislice::ScanResult result = multislice::runScan(
        withAberrations(job_, aberrations, nodes_[n]), foils_, sink.get(), &store_);
    if (sink && keep) sink->commit();
    images.facts = scanFacts(result, foil());
    images.window = windowFacts(result);
    return result;
  });
  return images;
}

ScanImages ScanSeries::image(const multislice::Aberrations& aberrations, const fs::path& rows,
                             const std::string& identity) {
  std::vector<fs::path> parts;
  for (std::size_t n = 0; n < nodes_.size(); ++n) {
    parts.emplace_back(fmt::format("{}.h5", partName(rows.string(), n, nodes_.size())));
  }
  rows_.insert(rows_.end(), parts.begin(), parts.end());
  return run(aberrations, parts, identity, {}, false);
}

void ScanSeries::finish(std::vector<Map2>& maps) const {
  convolveWithSource(scan_, maps);
  if (maps.empty()) return;
  addDerived(maps, job_.detectors, job_.scan.isUpright() && job_.scan.ny > 1);
  for (Map2& map : positionMaps(job_.scan, maps.front())) maps.push_back(std::move(map));
}

}  // namespace glasscope::pipeline
