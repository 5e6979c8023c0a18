#pragma once

#include <limits>
#include <string>
#include <vector>

#include "multislice/convergence/WatchedSignal.h"
#include "multislice/optics/MicroscopeSettings.h"

namespace glasscope::multislice {

/// How far a signal is off with the settings that were chosen, relative to its size (root mean
/// square over positions).
struct SignalAccuracy {
  WatchedSignal signal;
  bool judged = true;  ///< false: rounding to single precision hides what was asked for
  double found = 0;    ///< against finer settings, at the positions that were looked at
  double bound = 0;    ///< at most, by estimate, at all positions, with what those leave
};

/// Settings for a scan of a stated accuracy, and what they leave.
struct AccuracyChoice {
  std::string label;
  double asked = 0;
  bool reached = false;
  std::string why{};                    ///< where it is not reached
  MicroscopeSettings microscope{};      ///< chosen
  std::vector<std::string> settings{};  ///< what was changed for it: "microscope.slices=40"
  std::vector<SignalAccuracy> signals{};
  double cost = 1;  ///< of the scan, relative to that with its own settings
  /// Of the scan with half the error, relative to that with the settings chosen; NaN where none of
  /// the settings that were measured has it.
  double halvingCost = std::numeric_limits<double>::quiet_NaN();
  /// Of the average over thermal configurations, asked for beside it; 0: nothing is.
  double standardError = 0;
  double share = 0;  ///< what the choice cost, of the scan as chosen
  int positions = 0, configurations = 0, rounds = 0;

  /// The largest bound of the signals that are judged.
  double bound() const;
  std::string text() const;  ///< a table for people
};

}  // namespace glasscope::multislice
