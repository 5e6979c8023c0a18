#pragma once

#include "core/maps/Map2.h"

namespace glasscope::compare {

/// What lies beyond the edge of a map that is not periodic.
enum class BlurEdge {
  absent,     ///< nothing: the mean is taken over the pixels that are there
  reflected,  ///< the map mirrored about the outer side of its last pixels
};

/// A map convolved with a Gaussian of standard deviation `sigma_A` along each axis (cut at five),
/// around the seam where the map is periodic. NaN pixels stay NaN and weigh nothing.
Map2 gaussianBlur(const Map2& map, double sigma_A, BlurEdge edge = BlurEdge::absent);

}  // namespace glasscope::compare
