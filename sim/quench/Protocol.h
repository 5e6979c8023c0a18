#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/atoms/Atoms.h"
#include "sim/potentials/Potential.h"
#include "sim/quench/Glass.h"
#include "sim/quench/ProtocolStage.h"
#include "sim/statics/FreeMotion.h"

namespace glasscope::sim {

/// No metal is integrated with a longer step; a stiff one explodes long before, and is told so.
inline constexpr double kLargestTimestep_fs = 20;

/// A sequence of stages over one sample: what melt-quench and thermalising have in common.
struct Protocol {
  std::string label;       ///< for progress and messages, and the stem of the input deck
  std::string identity;    ///< hash of everything the result depends on: the key of the checkpoint
  std::uint64_t seed = 1;  ///< of velocities that a stage draws
  double timestep_fs = 2;
  double pressure_bar = 0;
  double checkpointInterval_s = 30;
  FreeMotion freeMotion;      ///< of the sample
  bool checkPressure = true;  ///< whether its mean was to be `pressure_bar`
  std::vector<ProtocolStage> stages;

  std::int64_t totalSteps() const;
};

/// Steps per slice that keep a slice to seconds; a function of the number of atoms alone, because
/// the thermodynamic rows depend on it.
std::int64_t sliceSteps(std::size_t atomCount, std::int64_t atMost);

/// Whole steps of a time, the nearest number of them.
std::int64_t stepsOf(double time_ps, double timestep_fs);

/// All settings of stages, as text that tells any two lists apart.
std::string identityText(const std::vector<ProtocolStage>& stages);

/// Runs the stages, or goes on from the checkpoint in the folder when its identity is the same, and
/// minimises the energy below the first snapshot, where there is one. `start` carries the initial
/// velocities. The end of every stage that keeps a state is held against what was asked for, and
/// said. Throws Error(usage) for a strain across vacuum.
Glass runProtocol(const Protocol& protocol, const Potential& potential, const Atoms& start,
                  const std::filesystem::path& workFolder);

}  // namespace glasscope::sim
