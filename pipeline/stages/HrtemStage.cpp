#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/formats/Emd.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Machine.h"
#include "core/system/Mpi.h"
#include "core/system/Provenance.h"
#include "core/system/Text.h"
#include "multislice/plane_wave/runHrtem.h"
#include "pipeline/case/CaseFile.h"
#include "pipeline/imaging/PairFiles.h"
#include "pipeline/imaging/Specimen.h"
#include "pipeline/stages/Stages.h"

namespace glasscope::pipeline {

namespace {

const std::vector<std::string> kImage = {"hrtem"};
const std::vector<std::string> kTables = {"foil", "thermal", "microscope", "hrtem"};

EmdMetadata aboutOf(const Case& c, const multislice::HrtemResult& result,
                    const multislice::Foil& foil) {
  const double area = result.pattern_invA * result.pattern_invA;
  return {{"settings", keysText(c, kTables)},
          {"conventions", conventionsText()},
          {"intensity",
           fmt::format("images: fraction of the incident intensity, 1 in vacuum; pattern: fraction "
                       "of the incident beam in each pixel, divide by {:.6g} for that per "
                       "1/angstrom^2; the zero frequency is the incident beam",
                       area)},
          {"voltage_kV", fmt::format("{}", c.microscope.voltage_kV)},
          {"thickness_A", fmt::format("{}", foil.extent_A().z())},
          {"program", fmt::format("glasscope {}", versionText())}};
}

void writePattern(const multislice::HrtemResult& result, const std::filesystem::path& path,
                  const EmdMetadata& about, const std::string& identity) {
  DatacubeShape shape;
  shape.rx = shape.ry = 1;
  shape.qx = shape.qy = result.patternPixels;
  shape.qStep_invA = result.pattern_invA;
  EmdDatacubeWriter writer(path, shape, about, identity);
  writer.writeRow(0, result.pattern);
  writer.commit();
}

std::string ringsText(const multislice::HrtemResult& result, double voltage_kV) {
  const multislice::ElectronBeam beam(voltage_kV);
  std::string text =
      "# Diffraction rings: intensity as a fraction of the incident beam per 1/angstrom^2; the "
      "first ring is the incident beam itself\n"
      "k_invA,angle_mrad,intensity_per_invA2,standard_error,pixels\n";
  for (const multislice::DiffractionRing& ring : result.rings) {
    text +=
        fmt::format("{:.8g},{:.6g},{:.8g},{:.3g},{}\n", ring.k_invA, beam.angle_mrad(ring.k_invA),
                    ring.intensity_per_invA2, ring.standardError, ring.pixels);
  }
  return text;
}

void writePairs(const Case& c, const RunDirectory& run, const multislice::HrtemResult& result,
                const multislice::Foil& foil) {
  const compare::PairDistribution pairs = pairDistributionOf(c, result, foil);
  writeFileAtomically(run.path(Product::pairsByK, kImage), pairsByKText(pairs));
  writeFileAtomically(run.path(Product::pairsByR, kImage), pairsByRText(pairs));
}

void writeAll(const Case& c, const RunDirectory& run, const multislice::HrtemResult& result,
              const multislice::Foil& foil, const std::string& identity) {
  const EmdMetadata about = aboutOf(c, result, foil);
  std::vector<Map2> maps = result.images;
  maps.insert(maps.end(), result.standardErrors.begin(), result.standardErrors.end());
  writePattern(result, run.path(Product::diffraction, kImage), about, identity);
  writeFileAtomically(run.path(Product::rings, kImage), ringsText(result, c.microscope.voltage_kV));
  if (c.hrtem.pairDistribution) writePairs(c, run, result, foil);
  writeEmdMaps(run.path(Product::signal, kImage), maps, about);
}

std::string run(const StageWork& work) {
  const Case& c = work.settings;
  const Structure structure = readStructure(work.run.path(Product::structure));
  const auto foils = cutFoils(structure.snapshots, c, c.hrtem.snapshots);
  if (c.hrtem.pairDistribution) requirePairDistribution(foils.front());
  const multislice::HrtemResult result = multislice::runHrtem(hrtemJob(c), foils);
  if (Mpi::isRoot()) writeAll(c, work.run, result, foils.front(), work.identity);
  nlohmann::ordered_json facts;
  facts["grid"] = {result.grid.nx(), result.grid.ny()};
  facts["slices"] = result.slices;
  facts["snapshots"] = result.snapshots;
  facts["carried_angle_mrad"] = result.carriedAngle_mrad;
  facts["images"] = result.images.size();
  return facts.dump();
}

// A plane wave costs little beside a scan: what it asks of memory and of the sampling.
void plan(const Case& c, RunPlan& plan) {
  if (c.hrtem.pairDistribution) requirePairDistribution(plan.foil());
  const multislice::HrtemJob job = multislice::settled(hrtemJob(c), plan.foil());
  const multislice::Grid grid = multislice::gridOf(job, plan.foil());
  const multislice::ElectronBeam beam(job.microscope.voltage_kV);
  Cost cost;
  cost.memory_bytes = Mpi::ranksHere() * multislice::memory_bytes(job, grid);
  const double pixels = static_cast<double>(grid.nx()) * grid.ny();
  // Images with their errors as doubles, the pattern in single precision.
  cost.disk_bytes =
      pixels *
      (16.0 * static_cast<double>(std::max<std::size_t>(1, job.imaging.defoci_A.size())) + 4);
  plan.add(cost, fmt::format("hrtem\n  grid               {} x {}, carries {:.1f} mrad\n  memory"
                             "             {}\n\n",
                             grid.nx(), grid.ny(), grid.carriedAngle_mrad(beam),
                             formatBytes(cost.memory_bytes)));
  grid.require(job.pattern.max_angle_mrad, beam, "the diffraction pattern");
  if (cost.memory_bytes <= availableMemory_bytes()) return;
  throw Error(ErrorKind::capacity, "The plane wave does not fit into memory",
              fmt::format("it needs {}, and {} is available", formatBytes(cost.memory_bytes),
                          formatBytes(availableMemory_bytes())),
              "lower hrtem.max_angle_mrad, or image a smaller foil or fewer defoci");
}

}  // namespace

void addHrtemStage(const Case& c, std::vector<Stage>& stages) {
  if (!c.hrtem.enabled) return;
  Stage stage;
  stage.name = "hrtem";
  stage.room = "multislice";
  stage.about = "plane-wave images and diffraction";
  stage.collective = true;
  stage.tables = kTables;
  stage.reads = {fileOf(Product::structure)};
  stage.writes = {fileOf(Product::signal, kImage), fileOf(Product::diffraction, kImage),
                  fileOf(Product::rings, kImage)};
  if (c.hrtem.pairDistribution) {
    stage.writes.push_back(fileOf(Product::pairsByK, kImage));
    stage.writes.push_back(fileOf(Product::pairsByR, kImage));
  }
  stage.plan = plan;
  stage.run = run;
  stages.push_back(std::move(stage));
}

}  // namespace glasscope::pipeline
