#pragma once

#include <vector>

#include "cli/CaseKeys.h"

namespace glasscope::cli {

/// Keys of what every image shares.
std::vector<CaseKey> microscopeKeys();

}  // namespace glasscope::cli
