#pragma once

#include <string>

#include "compare/measured/ImportSettings.h"

namespace glasscope::cli {

/// What `glasscope import` takes beside its file; words become values when it runs.
struct ImportOptions {
  compare::ImportSettings settings;
  std::string axes, scanShape, centre, scanRotation_deg;
};

}  // namespace glasscope::cli
