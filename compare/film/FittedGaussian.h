#pragma once

#include <functional>

#include "compare/images/GaussianBlur.h"
#include "compare/images/ImageMetrics.h"

namespace glasscope::compare {

/// The Gaussian, up to 2 angstrom along one axis, with which an image fits a map best inside a
/// mask: `image` gives it for a width, and its correlation has one maximum.
double fittedGaussian_A(const std::function<Map2(double)>& image, const Map2& map,
                        const Mask& mask);

}  // namespace glasscope::compare
