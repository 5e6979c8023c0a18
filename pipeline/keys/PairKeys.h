#pragma once

#include <vector>

#include "pipeline/case/CaseKeys.h"

namespace glasscope::pipeline {

/// How the plane wave's diffraction is reduced to a pair distribution.
std::vector<CaseKey> pairKeys();

}  // namespace glasscope::pipeline
