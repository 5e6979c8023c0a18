#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/formats/Emd.h"
#include "core/system/Files.h"
#include "core/system/Mpi.h"
#include "core/system/Provenance.h"
#include "multislice/plane_wave/runHrtem.h"
#include "pipeline/case/CaseFile.h"
#include "pipeline/imaging/PairFiles.h"
#include "pipeline/imaging/Specimen.h"
#include "pipeline/stages/Stages.h"

namespace glasscope::pipeline {

namespace {

EmdMetadata aboutOf(const Case& c, const multislice::HrtemResult& result) {
  const double area = result.pattern_invA * result.pattern_invA;
  return {{"settings", keysText(c, {"foil", "thermal", "microscope", "hrtem"})},
          {"conventions", conventionsText()},
          {"intensity",
           fmt::format("images: fraction of the incident intensity, 1 in vacuum; pattern: fraction "
                       "of the incident beam in each pixel, divide by {:.6g} for that per "
                       "1/angstrom^2; the zero frequency is the incident beam",
                       area)},
          {"program", fmt::format("glasscope {}", versionText())}};
}

void writePattern(const multislice::HrtemResult& result, const std::filesystem::path& path,
                  const EmdMetadata& about, const std::string& hash) {
  DatacubeShape shape;
  shape.rx = shape.ry = 1;
  shape.qx = shape.qy = result.patternPixels;
  shape.qStep_invA = result.pattern_invA;
  EmdDatacubeWriter writer(path, shape, about, hash);
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

void writeAll(const Case& c, const RunDirectory& run, const multislice::HrtemResult& result,
              const multislice::Foil& foil, const std::string& hash) {
  const EmdMetadata about = aboutOf(c, result);
  ensureWritableFolder(run.hrtem().parent_path());
  std::vector<Map2> maps = result.images;
  maps.insert(maps.end(), result.standardErrors.begin(), result.standardErrors.end());
  writePattern(result, run.diffraction(), about, hash);
  writeFileAtomically(run.diffractionRings(), ringsText(result, c.microscope.voltage_kV));
  if (c.hrtem.pairDistribution) writePairDistribution(c, run, result, foil);
  writeEmdMaps(run.hrtem(), maps, about);
}

}  // namespace

std::string runHrtemStage(const Case& c, const RunDirectory& run, const std::string& hash) {
  const Structure structure = readStructure(run.structure());
  const auto foils = cutFoils(structure.snapshots, c, c.hrtem.snapshots);
  if (c.hrtem.pairDistribution) requirePairDistribution(foils.front());
  const multislice::HrtemResult result = multislice::runHrtem(hrtemJob(c), foils);
  if (Mpi::isRoot()) writeAll(c, run, result, foils.front(), hash);
  nlohmann::ordered_json facts;
  facts["grid"] = {result.grid.nx(), result.grid.ny()};
  facts["slices"] = result.slices;
  facts["snapshots"] = result.snapshots;
  facts["carried_angle_mrad"] = result.carriedAngle_mrad;
  facts["images"] = result.images.size();
  return facts.dump();
}

}  // namespace glasscope::pipeline
