#pragma once

#include <string>
#include <vector>

#include "compare/scores/Orientation.h"
#include "compare/statistics/AssociationSettings.h"
#include "core/maps/Map2.h"

namespace glasscope::compare {

/// How well a map that somebody found knows a truth, by the statistics that every signal of this
/// program is compared with (AssociationTable).
struct MapScore {
  std::string truth;
  double pearson = 0, spearman = 0;
  double p = 1;                 ///< of `pearson`, by surrogates with the same autocorrelation
  double pFamily = 1;           ///< chance that any of the truths does as well by chance
  double effectiveSamples = 0;  ///< independent areas among the pixels
  double auc = 0.5;             ///< does the map find the top of the truth? 1: always; 0.5: chance
  double averagePrecision = 0, prevalence = 0;
  /// The way of laying the map that correlates best, where it does by more than three standard
  /// errors of a correlation; the identity elsewhere. Mistaken axes show here.
  Orientation orientation;
  double orientedPearson = 0;  ///< in that orientation
};

/// Scores a map against each truth, pixel by pixel: the map's own step and origin are not looked
/// at, because those of a blind data set are uncertain. Pixels where any of the maps is not finite
/// are left out. Truths that do not vary are left out, too. Throws Error(usage) when the shapes
/// differ, with a word on maps whose sides are exchanged, and when the map is constant.
std::vector<MapScore> scoreMap(const std::vector<Map2>& truths, const Map2& answer,
                               const AssociationSettings& settings = {});

}  // namespace glasscope::compare
