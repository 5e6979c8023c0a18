#pragma once

#include <vector>

#include "cli/CaseKeys.h"

namespace glasscope::cli {

/// Keys of the tessellation and the static descriptors.
std::vector<CaseKey> voronoiKeys();

}  // namespace glasscope::cli
