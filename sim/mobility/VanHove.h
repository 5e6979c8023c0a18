#pragma once

#include <vector>

#include "sim/mobility/TimeLags.h"
#include "sim/mobility/Trajectory.h"

namespace glasscope::sim {

/// The self part of van Hove's correlation function, 4 pi r^2 G_s(r, t): how probable a
/// displacement is, per angstrom.
struct VanHove {
  double time_ps = 0;
  double width_A = 0;                ///< of a bin
  std::vector<double> density_invA;  ///< at (i + 1/2) widths; its sum times the width is one

  static VanHove of(const Trajectory& way, const TimeLag& lag, double width_A);
};

}  // namespace glasscope::sim
