#pragma once

#include <string>
#include <vector>

namespace glasscope::compare {

/// How much contrast a camera passes on (modulation transfer function), against f in cycles per
/// pixel: a Gaussian point spread, or a table.
struct CameraTransfer {
  double pointSpread_pixels = 0;  ///< standard deviation of a Gaussian; 0: none
  std::vector<double> mtf;  ///< instead, at equal steps from 0 to half a cycle per pixel; [0] is 1

  bool blurs() const { return pointSpread_pixels > 0 || !mtf.empty(); }
  /// multislice::modulationTransfer(): what a scan is recorded with and corrected for is one; 1
  /// where nothing blurs.
  double at(double f) const;
  /// "MTF 0.35 at half a cycle per pixel".
  std::string text() const;

  /// The Gaussian that passes on the fraction `nyquist` in (0, 1] at half a cycle per pixel.
  static CameraTransfer ofNyquist(double nyquist);
  /// From words: one number is that at half a cycle per pixel, several with commas are a table.
  /// Throws Error(usage) naming `option`.
  static CameraTransfer parse(const std::string& text, const std::string& option);
};

}  // namespace glasscope::compare
