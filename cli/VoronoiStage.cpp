#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/Specimen.h"
#include "cli/Stages.h"
#include "cli/StructureReportJson.h"
#include "core/AtomFiles.h"
#include "core/ColumnScratch.h"
#include "core/Files.h"
#include "core/H5md.h"
#include "core/Log.h"
#include "core/Machine.h"
#include "core/Mpi.h"
#include "voronoi/Describe.h"
#include "voronoi/StreamedDescribe.h"

namespace glasscope::cli {

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
  bool stream = c.voronoiStreaming == "always";
  if (c.voronoiStreaming == "auto")
    stream =
        Mpi::ranksHere() * voronoi::describeMemory_bytes(atoms) > kShare * availableMemory_bytes();
  return Mpi::broadcast(stream ? "yes" : "no") == "yes";
}

std::string runStreamed(const Case& c, const RunDirectory& run, const std::string& hash,
                        Atoms atoms) {
  logInfo("voronoi: brick by brick; text files are left out");
  atoms.velocities = {};
  ColumnScratch columns(run.path("voronoi.scratch"), atoms.size());
  const auto report = voronoi::describeStreamed(atoms, c.voronoi, columns);
  auto facts = factsOf(c, atoms, hash);
  facts["columns"] = atoms.columns.size() + columns.heads().size();
  facts["streamed"] = true;
  writeH5md(run.descriptors(), "descriptors", atoms, columns, facts.dump());
  if (Mpi::isRoot()) {
    writeFileAtomically(run.structureReport(), structureReportJson(report, {}));
    std::filesystem::remove(run.descriptorsXyz());
    std::filesystem::remove(run.descriptorsDump());
  }
  return facts.dump();
}

}  // namespace

std::string runVoronoiStage(const Case& c, const RunDirectory& run, const std::string& hash) {
  Structure structure = readStructure(run.structure());
  Atoms& atoms = structure.reference;
  if (mustStream(c, atoms.size())) {
    structure.snapshots.clear();
    return runStreamed(c, run, hash, std::move(atoms));
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
  auto facts = factsOf(c, atoms, hash);
  facts["columns"] = atoms.columns.size();
  if (!Mpi::isRoot()) return facts.dump();
  writeH5md(run.descriptors(), {{"descriptors", {atoms}}}, facts.dump());
  writeExtendedXyz(run.descriptorsXyz(), {atoms});
  writeLammpsDump(run.descriptorsDump(), {atoms});
  writeFileAtomically(run.structureReport(), structureReportJson(report, thermal));
  return facts.dump();
}

}  // namespace glasscope::cli
