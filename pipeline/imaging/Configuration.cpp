#include "pipeline/imaging/Configuration.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "core/atoms/Elements.h"
#include "core/math/Random.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Machine.h"
#include "core/system/Text.h"
#include "pipeline/imaging/Specimen.h"
#include "sim/quench/DynamicsCost.h"
#include "sim/readers/ReadFrames.h"
#include "sim/samples/ModelSample.h"
#include "sim/statics/FreeMotion.h"
#include "sim/vibrations/Vibration.h"
#include "voronoi/cells/Radii.h"
#include "voronoi/cells/Tessellation.h"
#include "voronoi/descriptors/CellSet.h"
#include "voronoi/descriptors/StructureSettings.h"

namespace glasscope::pipeline {

namespace {

void requireMemory(double atoms, int snapshots) {
  const double needed = sim::dynamicsMemory_bytes(atoms, snapshots);
  if (needed <= availableMemory_bytes()) return;
  throw Error(ErrorKind::capacity, "The glass does not fit into memory",
              fmt::format("{:.0f} atoms need about {}, and {} is available", atoms,
                          formatBytes(needed), formatBytes(availableMemory_bytes())),
              "lower sim.atoms or snapshots.count");
}

// Snapshots, and the states of steps.
int keptConfigurations(const Case& c) {
  return c.meltQuench.snapshotCount + static_cast<int>(c.meltQuench.stateNames().size());
}

void addHeads(std::vector<Column>& heads, const Columns& columns) {
  for (const Column& column : columns)
    heads.push_back({column.name, column.unit, column.description, {}});
}

// The columns that the sim stage adds, asked from what adds them.
void addMotionHeads(ExpectedStructure& expected) {
  if (expected.motion == sim::ThermalMotion::dynamics ||
      expected.motion == sim::ThermalMotion::harmonic)
    expected.columns.push_back({"inherent_energy_eV", "eV", "", {}});
  if (expected.snapshots < 2 || expected.motion == sim::ThermalMotion::series) return;
  Atoms atom;
  atom.box = Box::orthogonal(Vec3::Constant(20));
  atom.add(29, Vec3::Constant(5));
  atom.add(29, Vec3::Constant(9));
  addHeads(expected.columns, sim::vibration({atom, atom}, 16));
}

// The column of a slab that is not there yet; pieces and models have theirs already.
void addBandHead(ExpectedStructure& expected, const Case& c) {
  if (c.sample.kind == sim::SampleKind::shearBand)
    expected.columns.push_back({"shear_band", "1", "", {}});
}

Atoms randomGlass(const Case& c) {
  const double edge = std::cbrt(16.0 * c.meltQuench.atomCount);
  Atoms atoms;
  atoms.box = Box::orthogonal(Vec3::Constant(edge));
  const auto& elements = c.meltQuench.elements;
  for (int i = 0; i < c.meltQuench.atomCount; ++i) {
    Random random(0, "plan", 0, static_cast<std::uint64_t>(i));
    const Vec3 position(edge * random.uniform(), edge * random.uniform(), edge * random.uniform());
    atoms.add(elements[static_cast<std::size_t>(i) % elements.size()], position);
  }
  return atoms;
}

}  // namespace

// What an atom occupies: box over number where matter fills the box, else the mean cell away from
// the vacuum. Cells at a free surface reach far into it.
double atomVolume(const Atoms& atoms) {
  if (atoms.box.fullyPeriodic() && !sim::freeMotion(atoms).hasVacuum()) {
    return atoms.box.volume() / static_cast<double>(atoms.size());
  }
  constexpr double kLargest = 1.5;  // of the median: cells of unlike species differ by 1.2 to 1.4
  const voronoi::Tessellation cells = voronoi::tessellate(atoms);
  const auto surface = voronoi::surfaceAtoms(cells, voronoi::StructureSettings().surfaceProbe_A);
  std::vector<double> closed, inside;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (!cells.open[i]) closed.push_back(cells.volume_A3[i]);
    if (!surface[i]) inside.push_back(cells.volume_A3[i]);
  }
  // Of a small particle most atoms lie at the surface; of matter that is thin everywhere, all do.
  if (!inside.empty()) closed = inside;
  if (closed.empty()) return 16;  // a metallic glass; only a handful of atoms has no closed cell
  std::sort(closed.begin(), closed.end());
  const double limit = kLargest * closed[closed.size() / 2];
  double sum = 0;
  std::size_t count = 0;
  for (; count < closed.size() && closed[count] <= limit; ++count) sum += closed[count];
  return sum / static_cast<double>(count);
}

sim::ReadOptions readOptions(const Case& c) {
  sim::ReadOptions options;
  if (!c.configuration.elements.empty()) options.elements = parseElements(c.configuration.elements);
  options.periodic = sim::boundaryOf(c.configuration.boundary);
  return options;
}

std::vector<std::filesystem::path> potentialFiles(const Case& c) {
  if (!c.potential.starts_with("eam/")) return {};
  const std::filesystem::path table = c.potential.substr(c.potential.find(':') + 1);
  if (!std::filesystem::exists(table)) return {};
  requireNoHole(table);  // before a hash is taken of it
  return {table};
}

namespace {

// By atomic number: of [voronoi], else of its table.
std::map<int, double> radiiOf(const Case& c, const std::vector<int>& elements) {
  std::map<int, double> radii;
  const std::vector<double> values = voronoi::radiiOf(elements, c.voronoi.radii_A);
  for (std::size_t i = 0; i < elements.size(); ++i) radii[elements[i]] = values[i];
  return radii;
}

Atoms modelOf(const Case& c) {
  const std::vector<int>& elements = c.meltQuench.elements;
  return sim::modelSample(c.sample, elements, c.meltQuench.fractions, c.meltQuench.atomCount,
                          radiiOf(c, elements));
}

}  // namespace

Atoms shapedSample(const Case& c, Atoms glass) {
  if (c.sample.kind == sim::SampleKind::bulk) return glass;
  const auto radii = c.sample.kind == sim::SampleKind::nanocrystal ? radiiOf(c, glass.species())
                                                                   : std::map<int, double>();
  Atoms sample = sim::shapedSample(std::move(glass), c.sample, radii);
  sample.sortById();
  return sample;
}

std::vector<Atoms> readConfiguration(const Case& c) {
  if (c.configuration.file.empty() && sim::isModel(c.sample.kind)) return {modelOf(c)};
  sim::ReadOptions options = readOptions(c);
  options.frames = sim::FrameSelection::parse(c.configuration.frames);
  options.timestep_fs = c.configuration.timestep_fs;
  options.frameInterval_ps = c.configuration.frameInterval_ps;
  options.comparesFrames = c.configuration.thermalMotion == sim::ThermalMotion::automatic ||
                           c.configuration.thermalMotion == sim::ThermalMotion::frames;
  std::vector<Atoms> frames = sim::readFrames(c.configuration.file, options);
  for (Atoms& frame : frames) {
    frame.validate();
    frame.sortById();
    // Its name goes into results, the folder where it lies does not: the same case gives the same
    // bytes.
    frame.source = std::filesystem::path(c.configuration.file).filename().string();
  }
  if (c.sample.kind == sim::SampleKind::bulk) return frames;
  // Of other frames other atoms would be in the piece.
  return {shapedSample(c, std::move(frames.back()))};
}

sim::MotionSettings motionSettings(const Case& c) {
  sim::MotionSettings settings;
  settings.asked =
      c.meltQuench.steps.empty() ? c.configuration.thermalMotion : sim::ThermalMotion::dynamics;
  // A model is described as it was made unless somebody wants it moved.
  if (!c.makesGlass() && c.configuration.file.empty() &&
      settings.asked == sim::ThermalMotion::automatic)
    settings.asked = sim::ThermalMotion::none;
  settings.potential = c.potential;
  settings.potentialIsNamed = c.potential != Case().potential;
  settings.dynamics = c.thermalise;
  settings.vibrations = c.vibrations;
  settings.vibrations.temperature_K = c.thermalise.temperature_K;
  settings.atomVolume_A3 = atomVolume;
  return settings;
}

ExpectedStructure expectedStructure(const Case& c, const std::filesystem::path& structureFile) {
  ExpectedStructure expected;
  if (!structureFile.empty()) {
    Structure structure = readStructure(structureFile);
    expected.atoms = std::move(structure.snapshots.front());
    expected.snapshots = static_cast<int>(structure.snapshots.size());
    expected.made = true;
    addHeads(expected.columns, structure.reference.columns);
    return expected;
  }
  if (c.makesGlass()) {
    requireMemory(c.meltQuench.atomCount, keptConfigurations(c));
    expected.atoms = shapedSample(c, randomGlass(c));
    expected.snapshots = c.meltQuench.snapshotCount;
    addMotionHeads(expected);
    addBandHead(expected, c);
    return expected;
  }
  const std::vector<Atoms> frames = readConfiguration(c);
  const sim::MotionSettings settings = motionSettings(c);
  expected.motion = sim::settledMotion(frames, settings);
  expected.atoms = sim::imagedFrame(expected.motion, frames);
  expected.snapshots = sim::snapshotCount(expected.motion, frames.size(), settings);
  // Columns of somebody's own go with the frame that becomes the reference.
  if (expected.motion == sim::ThermalMotion::none)
    addHeads(expected.columns, frames.front().columns);
  if (expected.motion == sim::ThermalMotion::series)
    addHeads(expected.columns, frames.back().columns);
  if (expected.motion == sim::ThermalMotion::dynamics)
    requireMemory(static_cast<double>(expected.atoms.size()), keptConfigurations(c));
  addMotionHeads(expected);
  addBandHead(expected, c);
  return expected;
}

}  // namespace glasscope::pipeline
