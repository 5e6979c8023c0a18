#pragma once

#include "core/math/Array2.h"
#include "multislice/recording/RecordSettings.h"

namespace glasscope::multislice {

/// Spreads a pattern as the detector does: multiplies its Fourier transform by the modulation
/// transfer function exp(-2 pi^2 s^2 f^2), or by the table (linear between its values, a function
/// of |f|; beyond half a cycle per pixel the last value). The pattern is surrounded by zeros: what
/// leaves it is lost. Ringing of a steep table below zero is cut off.
class DetectorSpread {
 public:
  explicit DetectorSpread(const RecordSettings& settings) : settings_(settings) {}
  void apply(Array2<float>& pattern) const;

 private:
  double transfer(double f) const;  ///< f in cycles per pixel
  RecordSettings settings_;
};

}  // namespace glasscope::multislice
