#include "compare/statistics/MeanInterval.h"

#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "core/math/Distributions.h"
#include "core/math/StandardError.h"

namespace glasscope::compare {

MeanInterval meanInterval(std::span<const double> samples, double deviation, double level) {
  MeanInterval result;
  result.samples = static_cast<int>(samples.size());
  if (samples.empty()) {
    result.mean = result.low = result.high = std::numeric_limits<double>::quiet_NaN();
    return result;
  }
  const auto n = static_cast<double>(samples.size());
  double square = 0;
  for (const double value : samples) result.mean += value / n;
  for (const double value : samples) square += std::pow(value - result.mean, 2);
  result.fromReplicas = result.samples >= kFewestReplicas;
  const double half = result.fromReplicas ? studentQuantile(0.5 + 0.5 * level, n - 1) *
                                                standardErrorOfMean(square, n)
                                          : normalQuantile(0.5 + 0.5 * level) * deviation;
  result.low = result.mean - half;
  result.high = result.mean + half;
  return result;
}

std::string sourceOf(const MeanInterval& interval) {
  if (interval.fromReplicas) return fmt::format("{} replicas", interval.samples);
  if (interval.samples == 1) return "one sample";
  return fmt::format("{} samples, by surrogates", interval.samples);
}

}  // namespace glasscope::compare
