#include "sim/quench/Thermalise.h"

#include <cmath>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Hash.h"
#include "core/system/Mpi.h"
#include "sim/quench/Protocol.h"
#include "sim/quench/Snapshots.h"
#include "sim/statics/FreeMotion.h"
#include "sim/statics/NativeTables.h"
#include "sim/statics/Statics.h"

namespace glasscope::sim {
namespace {

void require(bool fine, const char* name, double value, const char* rule) {
  if (fine) return;
  throw Error(ErrorKind::usage, fmt::format("thermalising cannot have {} = {:g}", name, value),
              rule, "correct that setting");
}

std::vector<ProtocolStage> stagesOf(const ThermaliseSettings& s, std::size_t atoms) {
  const std::int64_t interval = stepsOf(s.snapshotInterval_ps, s.timestep_fs);
  const bool equilibrates = stepsOf(s.equilibration_ps, s.timestep_fs) > 0;
  std::vector<ProtocolStage> stages;
  stages.push_back({.name = "equilibrate",
                    .steps = stepsOf(s.equilibration_ps, s.timestep_fs),
                    .from_K = s.temperature_K,
                    .to_K = s.temperature_K,
                    .constantPressure = s.relaxBox,
                    .sliceSteps = sliceSteps(atoms, 50)});
  stages.push_back({.name = "snapshots",
                    .steps = interval * s.snapshotCount,
                    .from_K = s.temperature_K,
                    .to_K = s.temperature_K,
                    .constantPressure = false,
                    .sliceSteps = interval,
                    .keepFrames = true,
                    .inMeanBox = s.relaxBox && equilibrates});
  std::erase_if(stages, [](const ProtocolStage& stage) { return stage.steps == 0; });
  return stages;
}

std::string identityOf(const Atoms& atoms, const ThermaliseSettings& s,
                       const Potential& potential) {
  std::string text = fmt::format("thermalise 2|{}|{}|{}|{}|{:.17g}|{:.17g}", hashOf(atoms), s.seed,
                                 potential.identity().name, potential.identity().fileHash,
                                 s.timestep_fs, s.pressure_bar);
  for (const ProtocolStage& stage : stagesOf(s, atoms.size())) {
    text += fmt::format("|{} {} {:.17g} {} {}", stage.name, stage.steps, stage.to_K,
                        stage.constantPressure, stage.sliceSteps);
  }
  return hashBytes(text);
}

double sumOf(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum;
}

// Both configurations are compared as they lie in their boxes; what can turn is turned back.
double shiftBetween(const Atoms& given, const Atoms& inherent, const FreeMotion& motion) {
  std::vector<Atoms> pair{given, inherent};
  for (std::size_t i = 0; i < given.size(); ++i) {
    const Vec3 apart = inherent.box.toFractional(inherent.positions[i]) -
                       given.box.toFractional(given.positions[i]);
    Vec3 cells = apart.array().round();
    for (int axis = 0; axis < 3; ++axis) {
      if (!given.box.periodic()[static_cast<std::size_t>(axis)]) cells[axis] = 0;
    }
    pair[1].positions[i] -= inherent.box.matrix() * cells;
  }
  alignSnapshots(pair, motion);
  return rootMeanSquareShift(pair[0], pair[1]);
}

}  // namespace

void ThermaliseSettings::validate() const {
  require(temperature_K > 0 && temperature_K <= 20000, "temperature_K", temperature_K,
          "a temperature lies in (0, 20000] K");
  require(timestep_fs > 0 && timestep_fs <= kLargestTimestep_fs, "timestep_fs", timestep_fs,
          "a time step lies in (0, 20] fs");
  require(equilibration_ps >= 0 && std::isfinite(equilibration_ps), "snapshots.equilibration_ps",
          equilibration_ps, "a time is not negative");
  require(snapshotCount >= 1, "snapshots.count", snapshotCount, "at least one snapshot is needed");
  require(stepsOf(snapshotInterval_ps, timestep_fs) >= 1, "snapshots.interval_ps",
          snapshotInterval_ps, "snapshots are at least one time step apart");
  require(std::isfinite(pressure_bar), "pressure_bar", pressure_bar, "a pressure is a number");
}

std::int64_t ThermaliseSettings::totalSteps() const {
  std::int64_t steps = 0;
  for (const ProtocolStage& stage : stagesOf(*this, 1)) steps += stage.steps;
  return steps;
}

Glass thermalise(const Atoms& atoms, const ThermaliseSettings& settings, const Potential& potential,
                 const std::filesystem::path& workFolder) {
  settings.validate();
  if (settings.relaxBox && !atoms.box.fullyPeriodic()) {
    throw Error(ErrorKind::usage, "the box of this configuration cannot be relaxed",
                "it is open along at least one direction", "switch the relaxation of the box off");
  }
  if (Mpi::isRoot()) ensureWritableFolder(workFolder);
  const FreeMotion motion = freeMotion(atoms);
  if (settings.relaxBox && motion.hasVacuum()) {
    throw Error(
        ErrorKind::usage, "the box of this configuration cannot be relaxed",
        fmt::format("there is vacuum across it (no atom in a layer of {:g} angstrom), which "
                    "a barostat would close",
                    kVacuumGap_A),
        "switch the relaxation of the box off");
  }
  // Velocities that came with a file may belong to another potential or moment: all are drawn
  // afresh.
  Atoms start = atoms;
  giveVelocities(start, settings.temperature_K, settings.seed, motion);
  Protocol protocol;
  protocol.label = "thermalise";
  protocol.identity = identityOf(atoms, settings, potential);
  protocol.timestep_fs = settings.timestep_fs;
  protocol.pressure_bar = settings.pressure_bar;
  protocol.checkpointInterval_s = settings.checkpointInterval_s;
  protocol.freeMotion = motion;
  protocol.checkPressure = settings.relaxBox;
  protocol.stages = stagesOf(settings, atoms.size());
  const Potential fast = fastestForm(potential, start, workFolder);
  Glass glass = runProtocol(protocol, fast, start, workFolder);
  glass.adoption = adoptionOf(fast, atoms, glass.inherent);
  return glass;
}

Adoption adoptionOf(const Potential& potential, const Atoms& given, const Atoms& inherent) {
  const StaticState state = staticState(potential, given);
  const double lowest = sumOf(inherent.columns.at("inherent_energy_eV").values);
  return {state.pressure_bar, (state.energy_eV - lowest) / static_cast<double>(given.size()),
          shiftBetween(given, inherent, freeMotion(given))};
}

}  // namespace glasscope::sim
