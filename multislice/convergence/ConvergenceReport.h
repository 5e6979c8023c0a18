#pragma once

#include <string>
#include <vector>

#include "multislice/convergence/ConvergenceKnob.h"
#include "multislice/convergence/ConvergenceSettings.h"
#include "multislice/convergence/SnapshotSpread.h"

namespace glasscope::multislice {

/// What a study of convergence found.
struct ConvergenceReport {
  std::string label;
  ConvergenceSettings settings;
  ScanGrid positions;  ///< where it looked
  std::vector<WatchedSignal> signals;
  std::vector<double> sizes;  ///< of the signals as they are now: root mean square over positions
  std::vector<ConvergenceKnob> knobs;
  SnapshotSpread snapshots;
  double time_s = 0;

  /// Everything is within the tolerance.
  bool converged() const;
  std::string text() const;  ///< tables for people
};

}  // namespace glasscope::multislice
