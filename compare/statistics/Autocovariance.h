#pragma once

#include <vector>

#include "core/math/Array2.h"

namespace glasscope::compare {

/// The isotropic autocovariance of a map, and what Dutilleul's effective sample size needs of it.
/// Lags are grouped by distance, in classes one pixel wide around whole pixels.
class Autocovariance {
 public:
  /// `mask` marks (nonzero) the pixels that count; `periodic` wraps lags around.
  Autocovariance(const Array2<double>& values, const Array2<unsigned char>& mask, bool periodic);

  /// Mean of the products of centred values in the class at `distance` pixels; 0 beyond the last.
  double at(int distance) const;
  int classes() const { return static_cast<int>(covariance_.size()); }
  double pixels() const { return pixels_; }
  bool periodic() const { return periodic_; }

  /// Dutilleul (Biometrics 49, 305 (1993)): 1 + 1/var(r), with the variance of the correlation of
  /// two independent autocorrelated maps
  ///   var(r) = tr(B S_a B S_b) / [tr(B S_a) tr(B S_b)],
  /// S the covariance matrices built from the classes, B the centring matrix. More than the pixels
  /// where neighbours exclude each other; infinite where the noise of the classes makes a variance
  /// that is not positive. Both must have been made with the same mask. NaN when a map is constant.
  static double effectiveSamples(const Autocovariance& a, const Autocovariance& b);

 private:
  bool periodic_;
  double pixels_ = 0;
  std::vector<double> covariance_;  ///< by class
  std::vector<double> pairs_;       ///< ordered pairs of pixels by class
  Array2<double> rowSums_;          ///< S times the vector of ones, on the mask
};

}  // namespace glasscope::compare
