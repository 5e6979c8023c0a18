#pragma once

#include <cstdint>
#include <vector>

#include "compare/statistics/PreparedGroup.h"

namespace glasscope::compare {

/// What is asked of a pair beyond its linear correlation, all of it by ranks, so that only the
/// order of the pixels counts.
struct Dependence {
  double spearman = 0;
  double auc = 0.5;             ///< the signal as a finder of the descriptor's top
  double averagePrecision = 0;  ///< of the same search, with the sign of the rank correlation
  double mutualInformation = 0;
  double distanceCorrelation = 0;
};

/// The observed values of a pair, how they compare with surrogates of the signal, and what these
/// gave.
struct DependenceResult {
  Dependence observed;
  double prevalence = 0;  ///< of the descriptor's top
  /// (1 + surrogates that are as far from chance) / (1 + surrogates); two-sided for spearman and
  /// auc. NaN without surrogates.
  Dependence p;
  double aucDeviation = 0;     ///< standard deviation of the surrogates' auc; NaN without
  double chancePrecision = 0;  ///< mean of the surrogates' average precision; NaN without
};

/// All pairs, numbered as rows. The covariates are taken out of every surrogate, except for a null
/// that is made of them: it is tested against the signal as it is, and so are its surrogates.
/// Distance correlation takes at most 400 pixels, spread evenly; without surrogates it is NaN,
/// because nothing would say what it means.
std::vector<DependenceResult> testDependence(const std::vector<PreparedGroup>& groups,
                                             double topFraction, int surrogates,
                                             std::uint64_t seed);

}  // namespace glasscope::compare
