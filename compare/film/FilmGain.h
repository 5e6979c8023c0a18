#pragma once

#include <span>

#include "compare/film/FilmSettings.h"
#include "compare/images/ImageMetrics.h"
#include "core/maps/Map2.h"

namespace glasscope::compare {

/// A difference between two methods with its uncertainty.
struct FilmGain {
  double difference = 0;     ///< NCC of one less NCC of the other
  double low = 0, high = 0;  ///< 95 % block-bootstrap interval

  bool isBetter() const { return low > 0; }  ///< of the one: the interval is above zero
  bool isWorse() const { return high < 0; }
};

/// Two images of a measured map and the pixels where they are scored.
struct ScoredPair {
  const Map2& image;
  const Map2& rival;
  const Mask& mask;
};

/// By how much the images correlate better with the map than their rivals do: the mean over the
/// pairs, each scored over its own pixels. The interval comes from `settings.bootstrap` replicas,
/// in which squares of `settings.block_A` are drawn anew, those of each pair by themselves. NaN
/// where a pair has no pixel.
FilmGain filmGain(const Map2& measured, std::span<const ScoredPair> pairs,
                  const FilmSettings& settings);

}  // namespace glasscope::compare
