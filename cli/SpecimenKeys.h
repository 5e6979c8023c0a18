#pragma once

#include <vector>

#include "cli/CaseKeys.h"

namespace glasscope::cli {

/// Keys of the foil that is cut, and of thermal motion that is added to it.
std::vector<CaseKey> specimenKeys();

}  // namespace glasscope::cli
