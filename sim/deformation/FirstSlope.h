#pragma once

#include "sim/deformation/QuasiStatic.h"

namespace glasscope::sim {

/// Change of the stress over the first strain of a run. A modulus only where the sample stayed on
/// one elastic branch: a plastic event on the way drops the stress by some amount of its own.
struct FirstSlope {
  double slope_GPa = 0;
  double strain = 0;      ///< that it is taken over, with its sign
  bool isElastic = true;  ///< no event on the way
};

/// The run has at least two rows.
FirstSlope firstSlope(const QuasiStaticRun& run);

}  // namespace glasscope::sim
