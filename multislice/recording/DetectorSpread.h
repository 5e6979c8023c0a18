#pragma once

#include "core/math/Array2.h"
#include "multislice/recording/RecordSettings.h"

namespace glasscope::multislice {

/// Spreads a pattern as the detector does: multiplies its Fourier transform by the modulation
/// transfer function, which depends on |f| alone (modulationTransfer.h). Ringing of a steep table
/// below zero is cut off.
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
  RecordSettings settings_;
};

}  // namespace glasscope::multislice
