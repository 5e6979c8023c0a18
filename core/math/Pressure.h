#pragma once

#include "core/math/Constants.h"

namespace glasscope::constants {

/// An energy of a volume as a stress: 160.2176634, by the elementary charge.
inline constexpr double kGPa_per_eV_per_A3 = 1e21 * kElementaryCharge_C;

}  // namespace glasscope::constants
