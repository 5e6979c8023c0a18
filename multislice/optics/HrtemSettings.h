#pragma once

#include <string>
#include <vector>

#include "multislice/optics/Aberrations.h"

namespace glasscope::multislice {

/// The imaging lens of a plane-wave image.
struct HrtemSettings {
  Aberrations aberrations;
  std::vector<double> defoci_A;  ///< of a focal series; empty: that of `aberrations` alone
  double aperture_mrad = 0;      ///< half-angle of the objective aperture; 0: none
  /// Standard deviation of the defocus, by chromatic aberration and instabilities.
  double focalSpread_A = 0;
  int focalNodes = 0;  ///< defoci of an explicit average; 0: as many as the largest angle asks for
  /// Standard deviation of the angles of illumination along one axis.
  double convergence_mrad = 0;
  /// "average": intensities are averaged over the focal spread; "envelope": the spread damps the
  /// transfer function (quasi-coherent), which holds for thin objects. The convergence is an
  /// envelope in both.
  std::string coherence = "average";
};

}  // namespace glasscope::multislice
