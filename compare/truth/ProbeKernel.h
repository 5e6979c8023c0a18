#pragma once

#include <vector>

#include "core/maps/Map2.h"

namespace glasscope::compare {

/// The area that a scan position sees: the intensity of the probe, normalised so that its integral
/// over the plane is one (values in 1/angstrom^2). Zero beyond `reach_A`.
class ProbeKernel {
 public:
  /// A Gaussian of full width at half maximum `fwhm_A`, cut at four standard deviations (3e-4 of
  /// the intensity lies outside). Throws Error(usage) unless the width is positive.
  static ProbeKernel gaussian(double fwhm_A);

  /// A radial profile, piecewise linear between the given radii (angstrom, ascending from 0), zero
  /// beyond the last. Throws Error(usage) on negative, non-finite or all-zero intensities.
  static ProbeKernel radial(std::vector<double> radius_A, std::vector<double> intensity);

  /// The azimuthal mean about its centre of mass of a probe image (any scale, a periodic map).
  static ProbeKernel fromImage(const Map2& map);

  double operator()(double radius_A) const;  ///< 1/angstrom^2
  double reach_A() const { return step_A_ * static_cast<double>(values_.size() - 1); }
  double fwhm_A() const;  ///< twice the radius of half the central intensity

 private:
  ProbeKernel() = default;
  void normalise();
  double step_A_ = 0;
  std::vector<double> values_;  ///< on an even grid of radii
};

}  // namespace glasscope::compare
