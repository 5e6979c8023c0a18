#pragma once

#include "core/math/Array2.h"
#include "core/math/Vec.h"

namespace glasscope::compare {

/// Where the zero frequency of recorded patterns lies, and how the lenses stretch them. Pixels are
/// not interpolated: each is given the frequency that it really shows, so that shot noise stays
/// what it is.
struct PatternGeometry {
  Vec2 offset_px{0, 0};  ///< of the zero frequency from pixel (nx/2, ny/2)
  /// Rings are ellipses: long axis over short axis, less one; the mean of both is what the
  /// calibration says.
  double ellipticity = 0;
  double longAxis_deg = 0;  ///< direction of the long axis, from x to y
};

/// The centre about which a pattern is roundest (ringCentre) and the ellipse of its first diffuse
/// ring (RingStrain), of the mean of a scan. Throws Error(input) where the pattern holds no ring
/// outside the disc.
PatternGeometry findGeometry(const Array2<double>& meanPattern, double step_invA);

}  // namespace glasscope::compare
