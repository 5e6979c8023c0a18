#pragma once

#include <vector>

#include "pipeline/case/CaseKeys.h"

namespace glasscope::pipeline {

/// Keys of the comparison of truth with signals.
std::vector<CaseKey> compareKeys();

/// Keys of a measured film (glasscope compare FILM.h5).
std::vector<CaseKey> filmKeys();

}  // namespace glasscope::pipeline
