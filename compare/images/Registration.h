#pragma once

#include "core/maps/Map2.h"

namespace glasscope::compare {

/// How far one image is displaced against another.
struct Registration {
  Vec2 shift_A{0, 0};  ///< moving(x) shows what reference(x - shift) shows
  double peak = 0;     ///< height of the correlation peak; 1 for identical images
};

/// Phase correlation (Kuglin and Hines 1975), each frequency weighted by a Gaussian of standard
/// deviation `cutoff_invA` (0: a quarter of the Nyquist frequency), its peak refined to a hundredth
/// of a pixel by evaluating the transform between the pixels. Maps that are not periodic are faded
/// out towards their edges by a Hann window first; NaN counts as the mean. Throws Error(usage) when
/// grids differ or a map is constant.
Registration registerShift(const Map2& reference, const Map2& moving, double cutoff_invA = 0);

/// The map shifted by `shift_A` (features move towards +x, +y), by Fourier interpolation: exact for
/// band-limited periodic maps.
Map2 shifted(const Map2& map, const Vec2& shift_A);

}  // namespace glasscope::compare
