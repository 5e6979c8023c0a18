#pragma once

#include <functional>

#include "core/system/Machine.h"

namespace glasscope::multislice {

/// How convergence is measured, and how much that may cost.
struct ConvergenceSettings {
  /// Largest relative error of a signal at a position, root mean square over positions, that counts
  /// as converged.
  double tolerance = 0.01;
  int positions = 6;  ///< of the scan, spread over it
  /// Wall time that the study may take. The dearest levels are dropped when all of them would take
  /// longer; infinity drops none.
  double budget_s = 300;
  /// Levels that take more memory are left out.
  double memory_bytes = availableMemory_bytes();
  /// Seconds since some moment; for tests, instead of those that pass.
  std::function<double()> clock_s = {};
};

}  // namespace glasscope::multislice
