#pragma once

#include <span>
#include <string>

namespace glasscope::compare {

/// A mean with an interval, and where the interval comes from.
struct MeanInterval {
  double mean = 0, low = 0, high = 0;
  int samples = 0;
  bool fromReplicas = false;  ///< else from surrogates of these samples: it knows no other sample
};

/// Fewer independent samples than this say too little of their own spread: no interval from them.
inline constexpr int kFewestReplicas = 5;

/// Student's interval of the mean of independent samples (boxes, foils), where there are at least
/// kFewestReplicas of them. With fewer the surrogate test is inverted: mean +- z `deviation`, the
/// standard deviation of the same mean over surrogates. `level` is 0.95 for a 95 % interval. A mean
/// of nothing is NaN.
MeanInterval meanInterval(std::span<const double> samples, double deviation, double level = 0.95);

/// "5 replicas", "one sample", "3 samples, by surrogates".
std::string sourceOf(const MeanInterval& interval);

}  // namespace glasscope::compare
