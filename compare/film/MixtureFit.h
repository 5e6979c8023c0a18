#pragma once

#include <vector>

#include "compare/images/ImageMetrics.h"
#include "core/maps/Map2.h"

namespace glasscope::compare {

/// What makes images of parts of a detector into the image that was measured:
/// offset + sum_p weight_p (K * part_p), with a kernel K = sum_j kernel_j
/// Gaussian(kKernelWidths_A_j) of any shape that is the same in all directions (source, tail,
/// sharpening by filters).
struct MixtureFit {
  std::vector<double> weights;  ///< >= 0, one a part; they add up to one
  std::vector<double> kernel;   ///< one a width, of either sign
  double offset = 0;
  double correlation = 0;  ///< with the measured map over the fitted pixels
};

/// Standard deviations along one axis; 0 is the part as it is.
inline constexpr double kKernelWidths_A[] = {0, 0.3, 0.45, 0.65, 0.9, 1.3, 1.9};

/// The images of one model, blurred by every width once, to be fitted and drawn as often as wanted.
class MixtureModel {
 public:
  /// `parts` lie on one grid. Throws Error(usage) without a part or with more than
  /// kMostNonNegative.
  explicit MixtureModel(const std::vector<Map2>& parts);

  /// Least squares over the pixels of `mask`: weights and kernel in turn until neither changes,
  /// from several starts. A ridge keeps kernels of nearly the same width from cancelling each
  /// other. Throws Error(usage) where the mask or an image leaves nothing to fit.
  MixtureFit fit(const Map2& measured, const Mask& mask) const;

  Map2 image(const MixtureFit& fit) const;  ///< on the whole grid, in the unit of the measured map

 private:
  std::vector<std::vector<Map2>> blurred_;  // [part][width]
};

}  // namespace glasscope::compare
