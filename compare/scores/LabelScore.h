#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/maps/Map2.h"

namespace glasscope::compare {

/// How well classes that somebody found agree with those of a truth: the truth cut into classes of
/// the same numbers of pixels, in the order of the mean truth of the answer's classes.
struct LabelScore {
  std::string truth;
  int classes = 0;
  /// Adjusted Rand index (Hubert and Arabie, J. Classification 2, 193 (1985)): 1 for the truth's
  /// own classes, 0 by chance.
  double adjustedRand = 0;
  double p = 1;          ///< by shifts of the labels as a whole (Shifts.h)
  double deviation = 0;  ///< of the index over these shifts
};

/// Scores a map of whole numbers (names of classes, their order means nothing; NaN: no class)
/// against each truth. Throws Error(usage) when shapes differ, when a label is no whole number, or
/// for fewer than two classes or more than 64.
std::vector<LabelScore> scoreLabels(const std::vector<Map2>& truths, const Map2& labels, int shifts,
                                    std::uint64_t seed);

}  // namespace glasscope::compare
