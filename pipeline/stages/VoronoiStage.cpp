#include <functional>
#include <span>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/atoms/ColumnScratch.h"
#include "core/atoms/Elements.h"
#include "core/formats/AtomFiles.h"
#include "core/formats/H5md.h"
#include "core/system/Files.h"
#include "core/system/Log.h"
#include "core/system/Machine.h"
#include "core/system/Mpi.h"
#include "core/system/Parallel.h"
#include "pipeline/imaging/Specimen.h"
#include "pipeline/stages/Stages.h"
#include "sim/readers/ReadFrames.h"
#include "voronoi/pairs/StreamedPairs.h"
#include "voronoi/structure/Describe.h"
#include "voronoi/structure/StructureReportJson.h"
#include "voronoi/structure/StructureSeriesFiles.h"

namespace glasscope::pipeline {

namespace {

nlohmann::ordered_json factsOf(const Case& c, const Atoms& atoms, const std::string& hash) {
  nlohmann::ordered_json facts;
  facts["atoms"] = atoms.size();
  facts["convention"] = c.voronoi.convention.text();
  facts["stage_hash"] = hash;
  return facts;
}

/// All ranks must do the same, so rank 0 decides.
bool mustStream(const Case& c, std::size_t atoms) {
  constexpr double kShare = 0.7;  // of the free memory: other programs want some, too
  bool stream = c.voronoiStreaming == Streaming::always;
  if (c.voronoiStreaming == Streaming::automatic)
    stream =
        Mpi::ranksHere() * voronoi::describeMemory_bytes(atoms) > kShare * availableMemory_bytes();
  return Mpi::broadcast(stream ? "yes" : "no") == "yes";
}

std::string runStreamed(const Case& c, const RunDirectory& run, const std::string& hash,
                        Atoms atoms, Atoms moving) {
  logInfo("voronoi: brick by brick; text files and the series over frames are left out");
  atoms.velocities = moving.velocities = {};
  moving.columns.clear();
  ColumnScratch columns(run.path("voronoi.scratch"), atoms.size());
  const auto report = voronoi::describeStreamed(atoms, c.voronoi, columns);
  std::vector<voronoi::RadialDistribution> thermal;
  if (moving.size() > 0 && !report.radial.empty())
    thermal =
        voronoi::streamedDistributions(moving, report.radialSettings, voronoi::kAtomsPerBrick);
  auto facts = factsOf(c, atoms, hash);
  facts["columns"] = atoms.columns.size() + columns.heads().size();
  facts["streamed"] = true;
  writeH5md(run.descriptors(), "descriptors", atoms, columns, facts.dump());
  if (Mpi::isRoot()) {
    writeFileAtomically(run.structureReport(), voronoi::structureReportJson(report, thermal));
    for (const auto& stale : {run.structureSeries(), run.structureSeriesCsv()})
      std::filesystem::remove(stale);
    std::filesystem::remove(run.descriptorsXyz());
    std::filesystem::remove(run.descriptorsDump());
  }
  return facts.dump();
}

void writeSeries(const voronoi::StructureSeries& series, const std::filesystem::path& json,
                 const std::filesystem::path& csv) {
  if (!Mpi::isRoot()) return;
  writeFileAtomically(json, voronoi::structureSeriesJson(series));
  writeFileAtomically(csv, voronoi::structureSeriesCsv(series));
}

// Frames in time: the snapshots; a single configuration is its own series. Over a process there is
// no mean.
void addSeries(const Case& c, const RunDirectory& run, const Structure& structure,
               const voronoi::StructureReport& report) {
  if (!c.structureSeries) return;
  const auto kind = c.configuration.thermalMotion == sim::ThermalMotion::series
                        ? voronoi::SeriesKind::process
                        : voronoi::SeriesKind::trajectory;
  writeSeries(voronoi::structureSeries(structure.snapshots, kind, report, &structure.reference),
              run.structureSeries(), run.structureSeriesCsv());
}

// The sample of the run and those of further files, one frame of each, under one convention.
void addReplicas(const Case& c, const RunDirectory& run, const Structure& structure,
                 const voronoi::StructureReport& report) {
  if (c.replicas.empty()) return;
  std::vector<Atoms> samples = {structure.reference};
  samples.back().source = "this run";
  for (const std::string& file : c.replicas) {
    sim::ReadOptions options;
    options.comparesFrames = false;
    if (!c.configuration.elements.empty())
      options.elements = parseElements(c.configuration.elements);
    else
      options.elements = parseElements(c.elements);
    samples.push_back(sim::readFrames(file, options).back());
    samples.back().source = std::filesystem::path(file).filename().string();
  }
  writeSeries(voronoi::structureSeries(samples, voronoi::SeriesKind::replicas, report,
                                       &structure.reference),
              run.structureReplicas(), run.structureReplicasCsv());
}

// All at once: HDF5 packs on one thread, and each file waits for the disk at its end.
void writeDescriptors(const RunDirectory& run, const Atoms& atoms, const std::string& facts) {
  const std::span<const Atoms> frame(&atoms, 1);
  const std::function<void()> writers[] = {
      [&] { writeExtendedXyz(run.descriptorsXyz(), frame); },
      [&] { writeH5md(run.descriptors(), "descriptors", atoms, facts); },
      [&] { writeLammpsDump(run.descriptorsDump(), frame); },
  };
  parallelFor(std::size(writers), [&](std::int64_t k, int) { writers[k](); });
}

}  // namespace

std::string runVoronoiStage(const Case& c, const RunDirectory& run, const std::string& hash) {
  Structure structure = readStructure(run.structure());
  Atoms& atoms = structure.reference;
  if (mustStream(c, atoms.size())) {
    Atoms moving;
    if (structure.snapshots.size() > 1) moving = std::move(structure.snapshots.front());
    structure.snapshots = {};
    return runStreamed(c, run, hash, std::move(atoms), std::move(moving));
  }
  voronoi::StructureSettings settings = c.voronoi;
  settings.overRanks = true;
  const voronoi::StructureReport report = voronoi::describe(atoms, settings);
  // g(r) of the moving atoms as well, where they move: it is what a diffraction experiment sees. It
  // is counted around the same atoms, because those near a surface lack neighbours.
  std::vector<voronoi::RadialDistribution> thermal;
  if (structure.snapshots.size() > 1 && !report.radial.empty()) {
    thermal = voronoi::radialDistributions(structure.snapshots.front(), report.radialSettings);
  }
  addSeries(c, run, structure, report);
  addReplicas(c, run, structure, report);
  auto facts = factsOf(c, atoms, hash);
  facts["columns"] = atoms.columns.size();
  if (!Mpi::isRoot()) return facts.dump();
  writeDescriptors(run, atoms, facts.dump());
  writeFileAtomically(run.structureReport(), voronoi::structureReportJson(report, thermal));
  return facts.dump();
}

}  // namespace glasscope::pipeline
