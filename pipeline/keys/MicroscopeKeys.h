#pragma once

#include <vector>

#include "pipeline/case/CaseKeys.h"

namespace glasscope::pipeline {

/// Keys of what every image shares.
std::vector<CaseKey> microscopeKeys();

}  // namespace glasscope::pipeline
