#include <functional>
#include <span>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/atoms/Box.h"
#include "core/atoms/ColumnScratch.h"
#include "core/atoms/Elements.h"
#include "core/formats/AtomFiles.h"
#include "core/formats/H5md.h"
#include "core/math/Random.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Log.h"
#include "core/system/Machine.h"
#include "core/system/Mpi.h"
#include "core/system/Parallel.h"
#include "core/system/Text.h"
#include "pipeline/case/FurtherSamples.h"
#include "pipeline/imaging/Configuration.h"
#include "pipeline/imaging/Specimen.h"
#include "pipeline/stages/Stages.h"
#include "sim/readers/ReadFrames.h"
#include "voronoi/pairs/StreamedPairs.h"
#include "voronoi/structure/Describe.h"
#include "voronoi/structure/StructureReportJson.h"
#include "voronoi/structure/StructureSeriesFiles.h"

namespace glasscope::pipeline {

namespace {

nlohmann::ordered_json factsOf(const Case& c, const Atoms& atoms) {
  nlohmann::ordered_json facts;
  facts["atoms"] = atoms.size();
  facts["convention"] = c.voronoi.convention.text();
  return facts;
}

/// All ranks must do the same, so rank 0 decides.
bool mustStream(const Case& c, std::size_t atoms) {
  constexpr double kShare = 0.7;  // of the free memory: other programs want some, too
  bool stream = c.voronoiStreaming == Streaming::always;
  if (c.voronoiStreaming == Streaming::automatic)
    stream =
        Mpi::ranksHere() * voronoi::describeMemory_bytes(atoms) > kShare * availableMemory_bytes();
  return Mpi::broadcast(stream);
}

std::string runStreamed(const Case& c, const RunDirectory& run, Atoms atoms, Atoms moving) {
  logInfo("voronoi: brick by brick; text files and the series over frames are left out");
  atoms.velocities = moving.velocities = {};
  moving.columns.clear();
  ColumnScratch columns(run.scratch("voronoi.columns"), atoms.size());
  const auto report = voronoi::describeStreamed(atoms, c.voronoi, columns);
  std::vector<voronoi::RadialDistribution> thermal;
  if (moving.size() > 0 && !report.pairs.radial.empty())
    thermal =
        voronoi::streamedDistributions(moving, report.pairs.settings, voronoi::kAtomsPerBrick);
  auto facts = factsOf(c, atoms);
  facts["columns"] = atoms.columns.size() + columns.heads().size();
  facts["streamed"] = true;
  writeH5md(run.path(Product::descriptors), "descriptors", atoms, columns, facts.dump());
  if (Mpi::isRoot())
    writeFileAtomically(run.path(Product::structureReport),
                        voronoi::structureReportJson(report, thermal));
  return facts.dump();
}

void writeSeries(const voronoi::StructureSeries& series, const std::filesystem::path& json,
                 const std::filesystem::path& csv) {
  if (!Mpi::isRoot()) return;
  writeFileAtomically(json, voronoi::structureSeriesJson(series));
  writeFileAtomically(csv, voronoi::structureSeriesCsv(series));
}

bool isProcess(const Case& c) {
  return c.configuration.thermalMotion == sim::ThermalMotion::series;
}

// Frames in time: the snapshots; a single configuration is its own series. Over a process there is
// no mean.
void addSeries(const Case& c, const RunDirectory& run, const Structure& structure,
               const voronoi::StructureReport& report) {
  if (!c.structureSeries) return;
  const auto kind = isProcess(c) ? voronoi::SeriesKind::process : voronoi::SeriesKind::trajectory;
  writeSeries(voronoi::structureSeries(structure.snapshots, kind, report, &structure.reference),
              run.path(Product::structureSeries), run.path(Product::structureSeriesCsv));
}

Atoms atomsOf(const FurtherSample& sample, const Case& c, const RunDirectory& run) {
  if (sample.made) {
    Atoms glass = readStructure(run.path(Product::furtherStructure, {sample.name})).reference;
    glass.source = sample.name;
    return glass;
  }
  const std::string& file = sample.settings.configuration.file;
  sim::ReadOptions options = readOptions(c);
  options.comparesFrames = false;
  if (options.elements.empty()) options.elements = parseElements(c.elements);
  Atoms atoms = sim::readFrames(file, options).back();
  atoms.source = std::filesystem::path(file).filename().string();
  return atoms;
}

// The sample of the run and the further ones, one frame of each, under one convention.
void addReplicas(const Case& c, const RunDirectory& run, const Structure& structure,
                 const voronoi::StructureReport& report) {
  const std::vector<FurtherSample> further = furtherSamples(c);
  if (further.empty()) return;
  std::vector<Atoms> samples = {structure.reference};
  samples.back().source = "this run";
  for (const FurtherSample& sample : further) samples.push_back(atomsOf(sample, c, run));
  writeSeries(voronoi::structureSeries(samples, voronoi::SeriesKind::replicas, report,
                                       &structure.reference),
              run.path(Product::replicas), run.path(Product::replicasCsv));
}

// All at once: HDF5 packs on one thread, and each file waits for the disk at its end.
void writeDescriptors(const RunDirectory& run, const Atoms& atoms, const std::string& facts) {
  const std::span<const Atoms> frame(&atoms, 1);
  const std::function<void()> writers[] = {
      [&] { writeExtendedXyz(run.path(Product::descriptorsXyz), frame); },
      [&] { writeH5md(run.path(Product::descriptors), "descriptors", atoms, facts); },
      [&] { writeLammpsDump(run.path(Product::descriptorsDump), frame); },
  };
  parallelFor(std::size(writers), [&](std::int64_t k, int) { writers[k](); });
}

// Where the sample yielded is true of its atoms like everything else.
void addYield(const RunDirectory& run, Atoms& atoms) {
  const Atoms yielded = readH5md(run.path(Product::yielded)).front().frames.front();
  GLASSCOPE_ENSURE(yielded.ids == atoms.ids, "the strained sample is that of the structure");
  for (const Column& column : yielded.columns) atoms.columns.add(column);
}

std::string run(const StageWork& work) {
  const Case& c = work.settings;
  const RunDirectory& run = work.run;
  Structure structure = readStructure(run.path(Product::structure));
  Atoms& atoms = structure.reference;
  if (c.shear.enabled) addYield(run, atoms);
  if (Mpi::isRoot()) ensureWritableFolder(run.scratch(""));
  Mpi::barrier();
  if (mustStream(c, atoms.size())) {
    Atoms moving;
    if (structure.snapshots.size() > 1) moving = std::move(structure.snapshots.front());
    structure.snapshots = {};
    return runStreamed(c, run, std::move(atoms), std::move(moving));
  }
  voronoi::StructureSettings settings = c.voronoi;
  settings.overRanks = true;
  const voronoi::StructureReport report = voronoi::describe(atoms, settings);
  // g(r) of the moving atoms as well, where they move: it is what a diffraction experiment sees. It
  // is counted around the same atoms, because those near a surface lack neighbours.
  std::vector<voronoi::RadialDistribution> thermal;
  if (structure.snapshots.size() > 1 && !report.pairs.radial.empty()) {
    thermal = voronoi::radialDistributions(structure.snapshots.front(), report.pairs.settings);
  }
  addSeries(c, run, structure, report);
  addReplicas(c, run, structure, report);
  auto facts = factsOf(c, atoms);
  facts["columns"] = atoms.columns.size();
  if (!Mpi::isRoot()) return facts.dump();
  writeDescriptors(run, atoms, facts.dump());
  writeFileAtomically(run.path(Product::structureReport),
                      voronoi::structureReportJson(report, thermal));
  return facts.dump();
}

// As many as a description gives: it is asked, with a sample of a few atoms of the same elements
// under the same settings.
std::size_t columnCount(const Case& c, const ExpectedStructure& expected) {
  const MutedLog muted;
  voronoi::StructureSettings settings = c.voronoi;
  settings.spreadTable = false;
  const std::vector<int> elements = expected.atoms.species();
  Atoms sample;
  constexpr int kCells = 6;
  constexpr double kSpacing_A = 2.6;
  sample.box = Box::orthogonal(Vec3::Constant(kCells * kSpacing_A));
  for (int i = 0; i < kCells * kCells * kCells; ++i) {
    Random place(0, "plan_columns", 0, static_cast<std::uint64_t>(i));
    const Vec3 site(i % kCells, i / kCells % kCells, i / kCells / kCells);
    const Vec3 off(place.normal(), place.normal(), place.normal());
    sample.add(elements[static_cast<std::size_t>(i) % elements.size()],
               kSpacing_A * (site + Vec3::Constant(0.5)) + 0.2 * off);
  }
  for (Column column : expected.columns) {
    column.values.assign(sample.size(), 0.0);
    sample.columns.add(column);
  }
  voronoi::describe(sample, settings);
  return sample.columns.size();
}

// Measured on one idle core: docs/scaling.md.
constexpr double kTime_s_per_atom = 1.25e-4;

void plan(const Case& c, RunPlan& plan) {
  const auto atoms = static_cast<double>(plan.structure().atoms.size());
  const std::size_t columns = columnCount(c, plan.structure());
  Cost cost;
  // Positions, velocities, species and ids, and a number a column in HDF5 and twice in text.
  cost.disk_bytes = atoms * (76.0 + static_cast<double>(columns) * (8 + 2 * 20));
  cost.memory_bytes =
      Mpi::ranksHere() * voronoi::describeMemory_bytes(plan.structure().atoms.size());
  cost.time_s = kTime_s_per_atom * atoms / (threadCount() * Mpi::size());
  plan.add(cost, fmt::format("Descriptors: {} columns, about {}, {}\n\n", columns,
                             formatDuration(cost.time_s), formatBytes(cost.disk_bytes)));
}

}  // namespace

void addVoronoiStage(const Case& c, std::vector<Stage>& stages) {
  Stage stage;
  stage.name = "voronoi";
  stage.revision = 2;  // standard errors of means are of n - 1
  stage.room = Room::voronoi;
  stage.about = "what is true of every atom";
  stage.collective = true;
  stage.tables = {"voronoi"};
  // Numbers given by species are understood by the elements; files of replicas are read with these
  // and the boundary; over a process there are no means.
  stage.more = fmt::format("elements {} {}\nboundary {}\nprocess {}\n", c.elements,
                           c.configuration.elements, c.configuration.boundary, isProcess(c));
  stage.files.assign(c.replicas.begin(), c.replicas.end());
  stage.reads = {fileOf(Product::structure)};
  const std::vector<FurtherSample> further = furtherSamples(c);
  for (const FurtherSample& sample : further) {
    if (sample.made) stage.reads.push_back(fileOf(Product::furtherStructure, {sample.name}));
  }
  if (c.shear.enabled) stage.reads.push_back(fileOf(Product::yielded));
  using enum Product;
  for (const Product product : {descriptors, descriptorsXyz, descriptorsDump, structureReport})
    stage.writes.push_back(fileOf(product));
  if (c.structureSeries)
    for (const Product product : {structureSeries, structureSeriesCsv})
      stage.writes.push_back(fileOf(product));
  if (!further.empty())
    for (const Product product : {replicas, replicasCsv}) stage.writes.push_back(fileOf(product));
  stage.plan = plan;
  stage.run = run;
  stages.push_back(std::move(stage));
}

}  // namespace glasscope::pipeline
