#pragma once

#include <filesystem>
#include <vector>

#include "core/atoms/Atoms.h"
#include "core/atoms/Columns.h"
#include "pipeline/case/Case.h"
#include "sim/frames/ReadOptions.h"
#include "sim/vibrations/MotionSource.h"

namespace glasscope::pipeline {

/// How the case wants files of configurations to be read: elements and boundary.
sim::ReadOptions readOptions(const Case& c);

/// The table of the case's potential where that is given by its path and lies there; else nothing.
std::vector<std::filesystem::path> potentialFiles(const Case& c);

/// The frames of somebody's configuration that a case selects, sorted by id, or the model of
/// structure that it makes instead; of a piece of it (`sample.kind`) the last frame alone. Throws
/// what reading and validating throw.
std::vector<Atoms> readConfiguration(const Case& c);

/// The piece of a glass, or the glass with a nanocrystal, that the case asks for.
Atoms shapedSample(const Case& c, Atoms glass);

/// What an atom of a sample occupies, cubic angstrom: where there is vacuum, inside the matter.
double atomVolume(const Atoms& atoms);

/// Where the case wants the thermal motion of that configuration to come from.
sim::MotionSettings motionSettings(const Case& c);

/// What the images of a run will be of, as far as it is known before it starts.
struct ExpectedStructure {
  Atoms atoms;  ///< one snapshot
  int snapshots = 1;
  /// Settled; `dynamics` also for a glass that is made.
  sim::ThermalMotion motion = sim::ThermalMotion::dynamics;
  bool made = false;              ///< the run has made it already
  std::vector<Column> columns{};  ///< of the reference structure, without values
};

/// From the structure file of the run where it is made (`structureFile`; "" where it is not), from
/// the configuration that the case brings, or a random sample of the density of a metallic glass,
/// 16 cubic angstrom an atom (measured on Cu64Zr36, docs/physics.md): positions do not matter for
/// the cost. Throws Error(capacity) for a glass whose making would not fit into memory.
ExpectedStructure expectedStructure(const Case& c, const std::filesystem::path& structureFile);

}  // namespace glasscope::pipeline
