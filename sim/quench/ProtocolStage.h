#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sim/statics/StrainPath.h"

namespace glasscope::sim {

/// What LAMMPS does in a stage.
enum class StageAction {
  dynamics,
  minimise,  ///< lowers the energy in the box, and takes all motion
  relax      ///< the same with the box, whose pressure becomes that of the protocol
};

/// The box of a stage, deformed evenly from its beginning to its end.
struct StageStrain {
  StrainPath path = StrainPath::shearXy;
  double strain = 0;
};

/// One stretch of dynamics at constant settings, or one descent to a minimum.
struct ProtocolStage {
  std::string name;
  std::int64_t steps = 0;
  double from_K = 0, to_K = 0;
  bool constantPressure = true;   ///< isotropic NPT, else NVT
  std::int64_t sliceSteps = 100;  ///< LAMMPS is asked for so many steps at a time
  bool keepFrames = false;        ///< the configuration at the end of every slice is a snapshot
  bool inMeanBox = false;  ///< starts by scaling the box to the mean volume of the stage before
  bool mustMelt = false;   ///< warns when the sample is no liquid at its end
  StageAction action = StageAction::dynamics;
  std::optional<StageStrain> strain{};
  bool drawsVelocities = false;          ///< of from_K, for a sample that has none
  std::string state{};                   ///< the configuration at its end is kept under this name
  std::optional<double> pressure_bar{};  ///< another one than that of the protocol

  double pressureOr_bar(double usual_bar) const { return pressure_bar.value_or(usual_bar); }
};

}  // namespace glasscope::sim
