#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/maps/Map2.h"

namespace glasscope::compare {

/// How well positions that somebody found lie where a truth is large.
struct PointScore {
  std::string truth;
  std::size_t points = 0, outside = 0;  ///< on the map, and beside it or where it holds nothing
  double auc = 0.5;      ///< P(truth at a point > truth at any pixel), ties half; 0.5 by chance
  double p = 1;          ///< of |auc - 0.5|, by shifts of all points together (Shifts.h)
  double deviation = 0;  ///< of the auc over these shifts
};

/// Scores points, in pixels of the scan (0, 0 is the centre of the first), against each truth at
/// the nearest pixel. Throws Error(usage) when no point lies on the map.
std::vector<PointScore> scorePoints(const std::vector<Map2>& truths,
                                    const std::vector<Vec2>& points, int shifts,
                                    std::uint64_t seed);

}  // namespace glasscope::compare
