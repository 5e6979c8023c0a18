#include "sim/vibrations/MotionSource.h"

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Log.h"
#include "core/system/Mpi.h"
#include "sim/lammps/Lammps.h"
#include "sim/potentials/Potential.h"
#include "sim/statics/Statics.h"
#include "sim/vibrations/FilterOrder.h"
#include "sim/vibrations/HarmonicMotion.h"
#include "sim/vibrations/MotionAboutSites.h"
#include "sim/vibrations/Vibration.h"

namespace glasscope::sim {

namespace {

bool potentialKnows(const std::string& name, const std::vector<int>& elements) {
  try {
    Potential::find(name, elements);
    return true;
  } catch (const Error&) {
    return false;
  }
}

MotionChoice automaticMotion(const std::vector<Atoms>& frames, const MotionSettings& settings) {
  if (frames.size() > 1) {
    if (!settings.atomVolume_A3) return {ThermalMotion::frames, "there are several frames"};
    const auto motion = motionAboutSites(frames, settings.atomVolume_A3(frames.front()));
    return {motion.vibrates ? ThermalMotion::frames : ThermalMotion::series, motion.why};
  }
  if (settings.potentialIsNamed || potentialKnows(settings.potential, frames.front().species()))
    return {ThermalMotion::dynamics, "there is one frame"};
  logWarning(fmt::format(
      "'{}' holds one frame and the potential '{}' does not know its elements: the atoms do not "
      "move, so there are no vibrational descriptors and the images have no thermal motion. Give "
      "several frames with configuration.frames, or a potential with sim.potential",
      frames.front().source, settings.potential));
  return {ThermalMotion::none, "the potential does not know the elements"};
}

Glass fromFrames(std::vector<Atoms> frames, Atoms reference) {
  Glass glass;
  glass.lammpsVersion = "none";
  glass.inherent = std::move(reference);
  for (Atoms& frame : frames) frame.columns.clear();
  glass.snapshots = std::move(frames);
  return glass;
}

Glass fromDynamics(const std::vector<Atoms>& frames, const MotionSettings& settings,
                   const std::filesystem::path& workFolder) {
  if (frames.size() > 1) {
    logWarning(fmt::format("{} frames were selected; the dynamics start from the last one",
                           frames.size()));
  }
  const Atoms& start = frames.back();
  return thermalise(start, settings.dynamics, Potential::find(settings.potential, start.species()),
                    workFolder);
}

Glass fromVibrations(const std::vector<Atoms>& frames, const MotionSettings& settings,
                     const std::filesystem::path& workFolder) {
  if (frames.size() > 1) {
    logWarning(fmt::format("{} frames were selected; the atoms vibrate about the last one",
                           frames.size()));
  }
  const Atoms& start = frames.back();
  const Potential potential = Potential::find(settings.potential, start.species());
  if (Mpi::isRoot()) ensureWritableFolder(workFolder);
  Glass glass;
  glass.potential = potential.identity();
  glass.lammpsVersion = Lammps::version();
  glass.inherent = inherentStructure(potential, start, workFolder);
  auto snapshots = harmonicSnapshots(potential, glass.inherent, settings.vibrations,
                                     settings.dynamics.snapshotCount);
  if (!snapshots) {
    throw Error(ErrorKind::usage, "there is no harmonic motion of this sample",
                fmt::format("'{}' has no analytic second derivatives, and finite differences take "
                            "more than {} force calls",
                            settings.potential, kMostForceCalls),
                "set snapshots.thermal_motion to dynamics");
  }
  glass.snapshots = std::move(*snapshots);
  glass.adoption = adoptionOf(potential, start, glass.inherent);
  return glass;
}

}  // namespace

MotionChoice chosenMotion(const std::vector<Atoms>& frames, const MotionSettings& settings) {
  GLASSCOPE_ENSURE(!frames.empty(), "a configuration has at least one frame");
  const MotionChoice motion =
      settings.asked == ThermalMotion::automatic
          ? automaticMotion(frames, settings)
          : MotionChoice{settings.asked, "snapshots.thermal_motion asks for it"};
  if (frames.size() < 2 &&
      (motion.source == ThermalMotion::frames || motion.source == ThermalMotion::series)) {
    throw Error(ErrorKind::usage, "The frames carry no motion",
                fmt::format("only one frame of '{}' is selected", frames.front().source),
                "select several with configuration.frames (all, or first:last:step), or set "
                "snapshots.thermal_motion to dynamics, harmonic or none");
  }
  return motion;
}

ThermalMotion settledMotion(const std::vector<Atoms>& frames, const MotionSettings& settings) {
  return chosenMotion(frames, settings).source;
}

int snapshotCount(ThermalMotion settled, std::size_t frames, const MotionSettings& settings) {
  if (settled == ThermalMotion::dynamics || settled == ThermalMotion::harmonic)
    return settings.dynamics.snapshotCount;
  return settled == ThermalMotion::none ? 1 : static_cast<int>(frames);
}

const Atoms& imagedFrame(ThermalMotion settled, const std::vector<Atoms>& frames) {
  const bool fromLast = settled == ThermalMotion::dynamics || settled == ThermalMotion::harmonic;
  return fromLast ? frames.back() : frames.front();
}

Glass withMotion(std::vector<Atoms> frames, ThermalMotion settled, const MotionSettings& settings,
                 const std::filesystem::path& workFolder) {
  switch (settled) {
    case ThermalMotion::dynamics:
      return fromDynamics(frames, settings, workFolder);
    case ThermalMotion::harmonic:
      return fromVibrations(frames, settings, workFolder);
    case ThermalMotion::frames: {
      Atoms mean = meanStructure(frames);
      return fromFrames(std::move(frames), std::move(mean));
    }
    case ThermalMotion::series: {
      Atoms last = frames.back();
      return fromFrames(std::move(frames), std::move(last));
    }
    default: {
      frames.resize(1);
      Atoms first = frames.front();
      return fromFrames(std::move(frames), std::move(first));
    }
  }
}

}  // namespace glasscope::sim
