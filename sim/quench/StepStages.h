#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "sim/quench/ProtocolStage.h"
#include "sim/quench/ProtocolStep.h"

namespace glasscope::sim {

/// What the stages of a list of steps depend on beside the steps.
struct StepSurroundings {
  std::size_t atoms = 0;
  double timestep_fs = 2;
  /// Of a configuration that is there; nothing where the first step makes it.
  std::optional<double> temperature_K{};
  bool hasSurface = false;  ///< there is vacuum in the box, which no barostat may close
  bool keepsStates = true;  ///< a state at the end of every step
};

/// The stages that steps mean, each beginning at the temperature at which the one before it ended.
/// Throws Error(usage) that names the step: a made glass that does not begin with a melt, a
/// temperature above kHottest_K, a quench that heats, a step of no length, a sample that is to keep
/// a temperature that it has not, a strain of nothing, names that come twice.
std::vector<ProtocolStage> stagesOf(const std::vector<ProtocolStep>& steps,
                                    const StepSurroundings& surroundings);

/// The temperature at which the steps end; 0 where nothing moves.
double lastTemperature_K(const std::vector<ProtocolStage>& stages);

/// Names of the states that stages keep, in their order.
std::vector<std::string> stateNames(const std::vector<ProtocolStage>& stages);

}  // namespace glasscope::sim
