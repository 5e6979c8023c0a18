#pragma once

#include "compare/diffraction/CameraTransfer.h"
#include "core/settings/Fields.h"

namespace glasscope::compare {

/// What to take from a 4-D scan. Reciprocal lengths are 1/d in 1/angstrom. A range of zero width
/// means: find it (see `reduce`).
struct ReductionSettings {
  double brightField_invA = 0;  ///< radius of the virtual bright-field disc; 0: half maximum of the
                                ///< mean central disc
  double ringInner_invA = 0;    ///< first diffuse ring; 0, 0: maximum of the mean profile outside
  double ringOuter_invA = 0;    ///< the central disc, from half height to half height
  double darkInner_invA = 0;    ///< virtual annular dark field; 0, 0: from the outer edge of the
  double darkOuter_invA = 0;    ///< first ring to the largest full circle
  int maxSymmetry = 12;         ///< highest n of the angular power P_n
  int azimuthBins = 180;        ///< samples of the azimuth on a ring
  double counts = 0;            ///< electrons a pattern, for the shot-noise correction; 0: none
  /// Of the camera that recorded the patterns: what it took off V(k) is put back
  /// (CameraCorrection).
  CameraTransfer camera{};
  /// Only patterns whose scattered intensity lies within this fraction of the median of the scan
  /// enter the normalised variances, because a variance over patterns of unlike thickness measures
  /// the thickness; 0: all.
  double thicknessWindow = 0;
};

void eachField(MaybeConst<ReductionSettings> auto& r, auto&& visit) {
  visit(
      Field{"ring_inner_invA", "Inner radius of the first diffuse ring; 0 finds it", kNotNegative},
      r.ringInner_invA);
  visit(
      Field{"ring_outer_invA", "Outer radius of the first diffuse ring; 0 finds it", kNotNegative},
      r.ringOuter_invA);
  visit(Field{"thickness_window",
              "Only patterns whose scattered intensity lies within this fraction of the median of "
              "the scan enter V(k); 0 takes all",
              kNotNegative},
        r.thicknessWindow);
}

}  // namespace glasscope::compare
