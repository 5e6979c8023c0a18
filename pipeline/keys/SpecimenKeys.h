#pragma once

#include <vector>

#include "pipeline/case/CaseKeys.h"

namespace glasscope::pipeline {

/// Keys of the foil that is cut, and of thermal motion that is added to it.
std::vector<CaseKey> specimenKeys();

}  // namespace glasscope::pipeline
