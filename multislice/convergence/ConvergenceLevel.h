#pragma once

#include <string>
#include <vector>

#include "multislice/convergence/WatchedSignal.h"
#include "multislice/instrument/ScanJob.h"

namespace glasscope::multislice {

/// How far a signal at one level is from the finest, in units of the signal's size there (the root
/// mean square over positions and components).
struct SignalDifference {
  double mean = 0;       ///< over positions; NaN for several components, whose signs differ
  double meanError = 0;  ///< standard error of that from the number of positions; NaN for one
  double rms = 0;        ///< over positions and components
  /// Estimate of the error itself: the difference, or that extrapolated to no step at all where the
  /// levels show an order.
  double error = 0;
};

/// One value of a setting in a study of convergence.
struct ConvergenceLevel {
  double value = 0;       ///< of the setting, in its unit; as it is now at the first level
  double refinement = 1;  ///< how many times finer than now
  std::string facts;      ///< what it gives: "512 x 512", "20 slices"
  /// What to set: "microscope.max_angle_mrad=131.5"; empty at the first level.
  std::vector<std::string> settings;
  /// What potentials would be oversampled by with the setting alone; 0 where the case says it.
  int automaticOversampling = 0;
  ScanJob asRun;        ///< the user's scan with this setting
  ScanJob studied;      ///< the positions of the study with it, watched
  double cost = 1;      ///< of the user's scan, relative to now
  double time_s = 0;    ///< of the study, estimated
  std::string skipped;  ///< why it was not computed; empty when it was
  SignalValues values;
  std::vector<SignalDifference> differences;  ///< of each signal

  bool computed() const { return !values.empty(); }
};

}  // namespace glasscope::multislice
