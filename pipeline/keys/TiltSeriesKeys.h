#pragma once

#include <vector>

#include "pipeline/case/CaseKeys.h"

namespace glasscope::pipeline {

/// The table `tilt_series`.
std::vector<CaseKey> tiltSeriesKeys();

}  // namespace glasscope::pipeline
