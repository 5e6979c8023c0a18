#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace glasscope::sim {

/// Pairs of frames that are one time apart.
struct TimeLag {
  double time_ps = 0;                                        ///< their mean distance
  std::vector<std::pair<std::size_t, std::size_t>> origins;  ///< (from, to), by the first
};

/// Lags from the shortest to the longest that frames at these (rising) times have, about
/// `perDecade` to a factor of ten. Of equidistant frames a lag is a whole number of intervals; of
/// frames at other times (as those that are written at logarithmic intervals) pairs are taken whose
/// times agree to one per cent with the commonest of their class. Of each at most `mostOrigins`
/// pairs, evenly over the trajectory.
std::vector<TimeLag> timeLags(const std::vector<double>& times_ps, int perDecade,
                              std::size_t mostOrigins);

}  // namespace glasscope::sim
