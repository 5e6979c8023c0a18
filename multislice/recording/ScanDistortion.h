#pragma once

#include <string>

#include "core/math/Vec.h"
#include "multislice/recording/RecordSettings.h"

namespace glasscope::multislice {

/// How far the probe was from where it should have been. Lines run along y, the fast direction.
class ScanDistortion {
 public:
  /// `image` names one of a series, whose lines are shifted by random numbers of its own.
  ScanDistortion(const RecordSettings& settings, int positionsPerLine,
                 const std::string& image = "");

  /// Angstrom, at position ry of line rx: a Gaussian shift of each line (jitter), drift that grows
  /// with the time since the first position (measured in lines), and the exponential relaxation of
  /// the scan coils after the fly-back, -a exp(-ry / n) along y.
  Vec2 at(int rx, int ry) const;

 private:
  RecordSettings settings_;
  int perLine_;
  std::string jitter_;  // purpose of random numbers
};

}  // namespace glasscope::multislice
