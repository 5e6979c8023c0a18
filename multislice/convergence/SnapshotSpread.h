#pragma once

#include <string>
#include <vector>

#include "multislice/convergence/WatchedSignal.h"

namespace glasscope::multislice {

/// How well an average over thermal configurations is known.
struct SnapshotSpread {
  int used = 0;      ///< configurations that the scan averages over
  int measured = 0;  ///< configurations that the spread was measured from; below 2 it is unknown
  /// Of each signal: standard error of the average over `used` at a position, root mean square over
  /// positions, relative to the signal's size.
  std::vector<double> standardError{};
  /// Configurations that bring the largest of them down to the tolerance; 0 when that is unknown.
  int needed = 0;

  /// From the values of some independent configurations.
  static SnapshotSpread of(const std::vector<SignalValues>& configurations, int used,
                           double tolerance);
};

}  // namespace glasscope::multislice
