#pragma once

#include <filesystem>

#include "pipeline/case/Case.h"

namespace glasscope::pipeline {

/// A case and the folder in which it runs.
struct Target {
  Case settings;
  std::filesystem::path folder;
};

}  // namespace glasscope::pipeline
