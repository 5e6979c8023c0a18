#pragma once

#include <vector>

#include "pipeline/case/CaseKeys.h"

namespace glasscope::pipeline {

/// Keys of how the 4-D scan lies on disk.
std::vector<CaseKey> storageKeys();

/// Keys of the steps between the ideal and the recorded signal.
std::vector<CaseKey> recordKeys();

}  // namespace glasscope::pipeline
