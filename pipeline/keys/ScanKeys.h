#pragma once

#include <vector>

#include "pipeline/case/CaseKeys.h"

namespace glasscope::pipeline {

// What each scan records, and where its probe stands: the same keys of positions for both.
std::vector<CaseKey> haadfKeys();
std::vector<CaseKey> haadfPositionKeys();
std::vector<CaseKey> nanodiffractionKeys();
std::vector<CaseKey> nanodiffractionPositionKeys();

}  // namespace glasscope::pipeline
