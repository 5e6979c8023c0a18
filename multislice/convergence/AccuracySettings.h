#pragma once

#include <limits>

#include "core/system/Machine.h"

namespace glasscope::multislice {

/// How accurate a scan shall be, and what it may cost to find the settings for it.
struct AccuracySettings {
  /// Largest relative error of every signal, root mean square over all positions, that its settings
  /// may leave.
  double accuracy = 0.01;
  int positions = 12;      ///< of the scan, spread over it; at first
  int mostPositions = 48;  ///< where these are too few to tell
  int configurations = 4;  ///< thermal configurations that are looked at, at most
  /// What all of it may cost, of the scan's own cost, and at least in any case: seconds of one core
  /// of a reference machine, so that the choice does not depend on the machine. A third is for
  /// measuring one setting after the other. Two levels of each, and one combination, are computed
  /// whatever they cost.
  double share = 0.1;
  double least_s = 5;
  /// What the first combination may cost, of what the ladders cost, where that is more than what is
  /// left, and what all may cost at most in any case; one that would take more is not computed, and
  /// said not to be.
  double verification = 4;
  double most_s = std::numeric_limits<double>::infinity();
  double memory_bytes = availableMemory_bytes();  ///< settings that take more are left out
};

}  // namespace glasscope::multislice
