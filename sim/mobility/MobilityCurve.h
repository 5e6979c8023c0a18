#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/mobility/StretchedFit.h"

namespace glasscope::sim {

/// The motion of all atoms, or of those of one element, over time. Errors are standard errors by
/// leaving out one of eight parts of the sample at a time (jackknife); NaN where there are fewer
/// than two.
struct MobilityCurve {
  std::string group;  ///< "all", "Cu", ...
  std::size_t atoms = 0;
  std::vector<double> squareDisplacement_A2, squareDisplacementError_A2;  ///< <|dr|^2>, three axes
  /// 3 <r^4> / (5 <r^2>^2) - 1, nought for displacements that are normally distributed (Rahman,
  /// Phys. Rev. 136, A405 (1964)).
  std::vector<double> nonGaussian, nonGaussianError;
  /// The incoherent intermediate scattering function <sin(q r) / (q r)>, over all directions.
  std::vector<double> scattering, scatteringError;
  StretchedFit fit, fitError;  ///< of the scattering; errors by the same parts
};

}  // namespace glasscope::sim
