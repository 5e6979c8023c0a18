#pragma once

#include "core/math/Array2.h"
#include "multislice/recording/RecordSettings.h"

namespace glasscope::multislice {

/// Spreads a pattern as the detector does: multiplies its Fourier transform by the modulation
/// transfer function exp(-2 pi^2 s^2 f^2), or by the table (linear between its values, a function
/// of |f|; beyond half a cycle per pixel the last value). Ringing of a steep table below zero is
/// cut off.
class DetectorSpread {
 public:
  /// What lies beyond the border of a pattern.
  enum class Beyond {
    nothing,  ///< what leaves it is lost: a diffraction pattern
    itself,   ///< it goes on at its other side: the image of a periodic foil
    mirror,   ///< its mirror image: any other image, which ends where it was cut
  };

  explicit DetectorSpread(const RecordSettings& settings) : settings_(settings) {}
  void apply(Array2<float>& pattern, Beyond beyond = Beyond::nothing) const;

 private:
  double transfer(double f) const;  ///< f in cycles per pixel
  RecordSettings settings_;
};

}  // namespace glasscope::multislice
