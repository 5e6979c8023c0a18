#pragma once

#include "core/Map2.h"

namespace glasscope::compare {

/// A map convolved with a Gaussian of standard deviation `sigma_A` along each axis (cut at five).
/// Around the seam where the map is periodic; elsewhere, and beside NaN, the mean is taken over the
/// pixels that are there. Pixels that are NaN stay NaN.
Map2 gaussianBlur(const Map2& map, double sigma_A);

}  // namespace glasscope::compare
