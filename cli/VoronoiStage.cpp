#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/Specimen.h"
#include "cli/Stages.h"
#include "cli/StructureReportJson.h"
#include "core/AtomFiles.h"
#include "core/Files.h"
#include "core/H5md.h"
#include "core/Mpi.h"
#include "voronoi/Describe.h"

namespace glasscope::cli {

std::string runVoronoiStage(const Case& c, const RunDirectory& run, const std::string& hash) {
  Structure structure = readStructure(run.structure());
  Atoms& atoms = structure.reference;
  voronoi::StructureSettings settings = c.voronoi;
  settings.overRanks = true;
  const voronoi::StructureReport report = voronoi::describe(atoms, settings);
  // g(r) of the moving atoms as well, where they move: it is what a diffraction experiment sees. It
  // is counted around the same atoms, because those near a surface lack neighbours.
  std::vector<voronoi::RadialDistribution> thermal;
  if (structure.snapshots.size() > 1 && !report.radial.empty()) {
    thermal = voronoi::radialDistributions(structure.snapshots.front(), report.radialSettings);
  }
  nlohmann::ordered_json facts;
  facts["atoms"] = atoms.size();
  facts["columns"] = atoms.columns.size();
  facts["convention"] = c.voronoi.convention.text();
  facts["stage_hash"] = hash;
  if (!Mpi::isRoot()) return facts.dump();
  writeH5md(run.descriptors(), {{"descriptors", {atoms}}}, facts.dump());
  writeExtendedXyz(run.descriptorsXyz(), {atoms});
  writeLammpsDump(run.descriptorsDump(), {atoms});
  writeFileAtomically(run.structureReport(), structureReportJson(report, thermal));
  return facts.dump();
}

}  // namespace glasscope::cli
