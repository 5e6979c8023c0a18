#pragma once

#include <vector>

#include "cli/CaseKeys.h"

namespace glasscope::cli {

/// How the plane wave's diffraction is reduced to a pair distribution.
std::vector<CaseKey> pairKeys();

}  // namespace glasscope::cli
