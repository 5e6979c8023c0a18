#pragma once

#include <vector>

#include "pipeline/case/CaseKeys.h"

namespace glasscope::pipeline {

/// Keys of the tessellation and the static descriptors.
std::vector<CaseKey> voronoiKeys();

}  // namespace glasscope::pipeline
