#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/formats/Emd.h"
#include "core/formats/MapSeries.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Machine.h"
#include "core/system/Mpi.h"
#include "core/system/Provenance.h"
#include "core/system/Text.h"
#include "multislice/plane_wave/runHrtem.h"
#include "pipeline/case/CaseFile.h"
#include "pipeline/case/SeriesMember.h"
#include "pipeline/imaging/PairFiles.h"
#include "pipeline/imaging/ScanSeries.h"
#include "pipeline/imaging/Specimen.h"
#include "pipeline/stages/Stages.h"

namespace glasscope::pipeline {

namespace {

EmdMetadata aboutOf(const Case& c, const ImageCase& image, const multislice::HrtemResult& result,
                    const multislice::Foil& foil) {
  const double area = result.pattern_invA * result.pattern_invA;
  return {{"settings", keysText(c, imagingTables(image.name))},
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

void writePairs(const Case& c, const ImageCase& image, const RunDirectory& run,
                const multislice::HrtemResult& result, const multislice::Foil& foil) {
  const compare::PairDistribution pairs = pairDistributionOf(c, image, result, foil);
  writeFileAtomically(run.path(Product::pairsByK, {image.name}), pairsByKText(pairs));
  writeFileAtomically(run.path(Product::pairsByR, {image.name}), pairsByRText(pairs));
}

// The image and its standard error through every lens: the image's own, then those of its series.
using Members = std::vector<std::vector<Map2>>;

// Those of one defocus, whatever the list of defoci that they were made with.
std::vector<Map2> mapsOf(const multislice::HrtemResult& result, std::size_t d) {
  std::vector<Map2> maps = {result.images[d], result.standardErrors[d]};
  maps[0].name = "image";
  maps[1].name = "image_standard_error";
  return maps;
}

// The pixels of a stack are one grid: another foil or microscope may not change them.
void requireSamePixels(const ImageCase& image, double value, const multislice::Grid& own,
                       const multislice::Grid& member) {
  const bool same = own.nx() == member.nx() && own.ny() == member.ny() &&
                    own.lx_A() == member.lx_A() && own.ly_A() == member.ly_A();
  if (same) return;
  throw Error(
      ErrorKind::usage,
      fmt::format("The series of '{}' over '{}' cannot be one stack", image.name, image.series.key),
      fmt::format("at {:g} an image has {} x {} pixels of other positions than the image itself",
                  value, member.nx(), member.ny()),
      "make several images of it, or give microscope.max_angle_mrad so that the grid is the same");
}

// One image of the case with another number, and the foil that it has then.
multislice::HrtemJob memberJob(const Case& member, const ImageCase& image) {
  return hrtemJob(member, *std::ranges::find(member.images, image.name, &ImageCase::name));
}

Members membersOf(const Case& c, const ImageCase& image, const std::vector<Atoms>& snapshots,
                  const std::vector<multislice::Foil>& foils,
                  const multislice::HrtemResult& result) {
  Members members;
  for (std::size_t d = 0; d < result.images.size(); ++d) members.push_back(mapsOf(result, d));
  if (!hasMembers(image.series) || image.series.isOverDefocus()) return members;
  for (const double value : image.series.values) {
    const Case member = memberOf(c, image.name, image.series, value);
    const multislice::HrtemResult one = multislice::runHrtem(
        memberJob(member, image),
        isOfElement(image.series) ? foils : cutFoils(snapshots, member, image.snapshots));
    requireSamePixels(image, value, result.grid, one.grid);
    members.push_back(mapsOf(one, 0));
  }
  return members;
}

void writeAll(const Case& c, const ImageCase& image, const RunDirectory& run,
              const multislice::HrtemResult& result, const Members& members,
              const multislice::Foil& foil, const std::string& identity) {
  const EmdMetadata about = aboutOf(c, image, result, foil);
  writePattern(result, run.path(Product::diffraction, {image.name}), about, identity);
  writeFileAtomically(run.path(Product::rings, {image.name}),
                      ringsText(result, c.microscope.voltage_kV));
  if (image.pairDistribution) writePairs(c, image, run, result, foil);
  if (members.size() > 1) {
    const std::vector<std::vector<Map2>> stack(members.begin() + 1, members.end());
    writeEmdSeries(
        run.path(Product::series, {image.name}),
        seriesOf(stack, axisName(image.series), axisUnit(image.series), image.series.values),
        about);
  }
  writeEmdMaps(run.path(Product::signal, {image.name}), members.front(), about);
}

std::string run(const ImageCase& image, const StageWork& work) {
  const Case& c = work.settings;
  const Structure structure = readStructure(work.run.path(Product::structure));
  const auto foils = cutFoils(structure.snapshots, c, image.snapshots);
  if (image.pairDistribution) requirePairDistribution(image, foils.front());
  const multislice::HrtemResult result = multislice::runHrtem(hrtemJobOfDefoci(c, image), foils);
  const Members members = membersOf(c, image, structure.snapshots, foils, result);
  if (Mpi::isRoot()) writeAll(c, image, work.run, result, members, foils.front(), work.identity);
  nlohmann::ordered_json facts;
  facts["grid"] = {result.grid.nx(), result.grid.ny()};
  facts["slices"] = result.slices;
  facts["snapshots"] = result.snapshots;
  facts["carried_angle_mrad"] = result.carriedAngle_mrad;
  facts["images"] = members.size();
  return facts.dump();
}

// A plane wave costs little beside a scan: what it asks of memory and of the sampling.
void plan(const ImageCase& image, const Case& c, RunPlan& plan) {
  if (image.pairDistribution) requirePairDistribution(image, plan.foil());
  const multislice::HrtemJob job = multislice::settled(hrtemJobOfDefoci(c, image), plan.foil());
  const multislice::Grid grid = multislice::gridOf(job, plan.foil());
  const multislice::ElectronBeam beam(job.microscope.voltage_kV);
  if (hasMembers(image.series) && !image.series.isOverDefocus()) {
    for (const double value : image.series.values) {
      const auto of = multislice::settled(
          memberJob(memberOf(c, image.name, image.series, value), image), plan.foil());
      requireSamePixels(image, value, grid, multislice::gridOf(of, plan.foil()));
    }
  }
  Cost cost;
  cost.memory_bytes = Mpi::ranksHere() * multislice::memory_bytes(job, grid);
  const double pixels = static_cast<double>(grid.nx()) * grid.ny();
  // Images with their errors as doubles, the pattern in single precision.
  cost.disk_bytes =
      pixels *
      (16.0 * static_cast<double>(1 + (hasMembers(image.series) ? image.series.values.size() : 0)) +
       4);
  plan.add(cost, fmt::format("{}\n  grid               {} x {}, carries {:.1f} mrad\n  memory"
                             "             {}\n\n",
                             image.name, grid.nx(), grid.ny(), grid.carriedAngle_mrad(beam),
                             formatBytes(cost.memory_bytes)));
  plan.leaveOut("the time of " + image.name);
  grid.require(job.pattern.max_angle_mrad, beam, "the diffraction pattern");
  if (cost.memory_bytes <= availableMemory_bytes()) return;
  throw Error(
      ErrorKind::capacity, "The plane wave does not fit into memory",
      fmt::format("it needs {}, and {} is available", formatBytes(cost.memory_bytes),
                  formatBytes(availableMemory_bytes())),
      fmt::format("lower {}.max_angle_mrad, or image a smaller foil or fewer defoci", image.name));
}

Stage stageOf(const ImageCase& image) {
  Stage stage;
  stage.name = image.name;
  stage.room = Room::multislice;
  stage.about = "plane-wave images and diffraction";
  stage.collective = true;
  stage.tables = imagingTables(image.name);
  stage.reads = {fileOf(Product::structure)};
  stage.writes = {fileOf(Product::signal, {image.name}), fileOf(Product::diffraction, {image.name}),
                  fileOf(Product::rings, {image.name})};
  if (hasMembers(image.series)) stage.writes.push_back(fileOf(Product::series, {image.name}));
  if (image.pairDistribution) {
    stage.writes.push_back(fileOf(Product::pairsByK, {image.name}));
    stage.writes.push_back(fileOf(Product::pairsByR, {image.name}));
  }
  stage.plan = [image](const Case& c, RunPlan& costs) { plan(image, c, costs); };
  stage.run = [image](const StageWork& work) { return run(image, work); };
  return stage;
}

}  // namespace

void addImageStages(const Case& c, std::vector<Stage>& stages) {
  for (const ImageCase& image : c.images) {
    if (image.enabled) stages.push_back(stageOf(image));
  }
}

}  // namespace glasscope::pipeline
