#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/atoms/Columns.h"
#include "sim/mobility/MobilityCurve.h"
#include "sim/mobility/MobilitySettings.h"
#include "sim/mobility/TimeLags.h"
#include "sim/mobility/Trajectory.h"

namespace glasscope::sim {

/// How atoms move: what a trajectory tells of it.
struct Mobility {
  std::vector<TimeLag> lags;          ///< what the curves are against
  std::vector<MobilityCurve> curves;  ///< all atoms, then each element by atomic number
  std::size_t mostHeterogeneous = 0;  ///< lag at which nonGaussian of all atoms is largest
  /// Columns of the atoms in the order of the trajectory:
  ///  - mobility_A2: mean squared displacement over that lag, over its origins;
  ///  - jumps: how often an atom went farther than the threshold from where it was, from then on
  ///    counted from its new place;
  ///  - residence_time_ps: the time of the trajectory over the number of jumps, and its error, by
  ///    the root of that number; NaN without any.
  Columns columns;
  double mobileShare = 0;  ///< of the atoms, with a jump or more

  /// Deterministic for any number of threads. Throws Error(usage) for settings that make no sense.
  static Mobility of(const Trajectory& way, const MobilitySettings& settings);

  /// A line a group and lag.
  std::string csv() const;
};

}  // namespace glasscope::sim
