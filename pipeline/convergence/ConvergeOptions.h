#pragma once

#include <string>

namespace glasscope::pipeline {

/// What the command line says about measuring convergence.
struct ConvergeOptions {
  bool wanted = false;
  std::string tolerance = "1%";  ///< or "0.01"
  int positions = 6;
  double budget_min = 5;  ///< for all scans of the case together
  std::string json;       ///< file of the result; empty: converge.json in the folder of the run
};

}  // namespace glasscope::pipeline
