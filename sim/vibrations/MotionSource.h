#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/atoms/Atoms.h"
#include "sim/quench/Glass.h"
#include "sim/quench/ThermalMotion.h"
#include "sim/quench/Thermalise.h"
#include "sim/vibrations/SoftSpots.h"

namespace glasscope::sim {

/// What is asked for, and what dynamics would need.
struct MotionSettings {
  ThermalMotion asked = ThermalMotion::automatic;
  std::string potential;
  /// Somebody named the potential, and what is wrong with it is an error; a default that does not
  /// know the elements only means that there are no dynamics.
  bool potentialIsNamed = false;
  ThermaliseSettings dynamics;
  SoftSpotSettings vibrations;  ///< of harmonic motion; as many snapshots as of dynamics
  /// What an atom occupies: frames of atoms that vibrate about sites are told from a process by it.
  std::function<double(const Atoms&)> atomVolume_A3;
};

/// Where the motion comes from, never `automatic`, and why.
struct MotionChoice {
  ThermalMotion source;
  std::string why;
};

/// `asked`, with `automatic` settled by the frames and the potential: the one rule for the run, its
/// plan and the study of convergence. Warns where a frame stays without motion. Throws Error(usage)
/// for motion that is to come from a single frame.
MotionChoice chosenMotion(const std::vector<Atoms>& frames, const MotionSettings& settings);
ThermalMotion settledMotion(const std::vector<Atoms>& frames, const MotionSettings& settings);

/// How many snapshots that gives.
int snapshotCount(ThermalMotion settled, std::size_t frames, const MotionSettings& settings);

/// The frame whose box and composition stand for the snapshots before there are any.
const Atoms& imagedFrame(ThermalMotion settled, const std::vector<Atoms>& frames);

/// The frames as snapshots and a reference structure: the mean of `frames`, the inherent structure
/// of `dynamics` and `harmonic`, the last frame of a `series` (with its own columns), the one frame
/// of `none`. Files of dynamics lie in `workFolder`. Collective.
Glass withMotion(std::vector<Atoms> frames, ThermalMotion settled, const MotionSettings& settings,
                 const std::filesystem::path& workFolder);

}  // namespace glasscope::sim
