#pragma once

#include <string>

#include "core/math/Array2.h"

namespace glasscope::pipeline {

/// An image of values [x, y] as a data URI that stands in the source of an <img>: grey from the
/// least to the largest, x to the right and y upwards; NaN is drawn as the least. A Windows bitmap
/// of 8 bits, which every browser shows.
std::string thumbnailUri(const Array2<double>& values);

}  // namespace glasscope::pipeline
