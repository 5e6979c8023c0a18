#pragma once

#include <vector>

#include "pipeline/case/CaseKeys.h"

namespace glasscope::pipeline {

// What the lens of each table does to the wave: the same keys for every lens.
std::vector<CaseKey> haadfOpticsKeys();
std::vector<CaseKey> nanodiffractionOpticsKeys();
std::vector<CaseKey> hrtemKeys();

}  // namespace glasscope::pipeline
