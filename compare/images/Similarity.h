#pragma once

#include "core/maps/Map2.h"

namespace glasscope::compare {

/// How one image lies over another: turned, magnified and shifted. A point r of the reference, from
/// the middle of its map, shows what the moving image shows at magnification * R(rotation) r +
/// shift from the middle of its own.
struct Similarity {
  double rotation_deg = 0;   ///< from x to y
  double magnification = 1;  ///< of the moving image against the reference
  Vec2 shift_A{0, 0};
};

/// The same with one standard error of each, and how well the images agree then. The errors are
/// those of the peak that was found: where another one is nearly as high, it may be the wrong one.
struct SimilarityFit {
  Similarity found, error;  ///< `error.magnification` is the error of the magnification
  double correlation = 0;   ///< Pearson's r over the pixels that both images cover
  /// Height of the highest other peak as a fraction of it, among all shifts with the turn and the
  /// magnification found, and among other turns in the range where r falls to half on the way.
  double secondPeak = 0;
  double overlap = 0;  ///< fraction of the reference's pixels that they are
  int blocks = 0;      ///< parts of the image that the errors come from

  bool isUnique() const { return secondPeak < kNearlyAsHigh; }
  static constexpr double kNearlyAsHigh = 0.9;
};

/// Where the similarity is looked for.
struct SimilarityRange {
  double rotation_deg = 5;      ///< on either side of none
  double magnification = 0.05;  ///< on either side of one
  double overlap = 0.5;         ///< fraction of the reference that has to be covered
};

/// The moving image on the grid of the reference, by bilinear interpolation; NaN where it shows
/// nothing or a pixel that it needs is NaN.
Map2 overlaid(const Map2& moving, const Map2& reference, const Similarity& similarity);

/// The similarity of greatest correlation: rotations and magnifications in steps of a pixel at the
/// edge of the map, the shift of each by registerShift, the best refined in all four. Errors by the
/// jackknife over 16 blocks of the reference, each time refined anew. Throws Error(usage) when an
/// image is constant or nothing in the range covers enough of the reference.
SimilarityFit registerSimilarity(const Map2& reference, const Map2& moving,
                                 const SimilarityRange& range = {});

}  // namespace glasscope::compare
