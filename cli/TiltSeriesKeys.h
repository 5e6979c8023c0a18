#pragma once

#include <vector>

#include "cli/CaseKeys.h"

namespace glasscope::cli {

/// The table `tilt_series`.
std::vector<CaseKey> tiltSeriesKeys();

}  // namespace glasscope::cli
