#include "multislice/convergence/SnapshotSpread.h"

#include <algorithm>
#include <cmath>

namespace glasscope::multislice {

namespace {

/// Standard deviation over configurations, root mean square over positions and components, relative
/// to the root mean square of the mean.
double relativeDeviation(const std::vector<SignalValues>& configurations, std::size_t signal) {
  const auto count = static_cast<double>(configurations.size());
  double variance = 0, size = 0;
  for (std::size_t i = 0; i < configurations[0][signal].size(); ++i) {
    double sum = 0, squares = 0;
    for (const SignalValues& values : configurations) sum += values[signal][i] / count;
    for (const SignalValues& values : configurations) {
      squares += (values[signal][i] - sum) * (values[signal][i] - sum);
    }
    variance += squares / (count - 1);
    size += sum * sum;
  }
  return size > 0 ? std::sqrt(variance / size) : 0;
}

}  // namespace

SnapshotSpread SnapshotSpread::of(const std::vector<SignalValues>& configurations, int used,
                                  double tolerance) {
  SnapshotSpread spread{used, static_cast<int>(configurations.size())};
  if (spread.measured < 2) return spread;
  double largest = 0;
  for (std::size_t s = 0; s < configurations[0].size(); ++s) {
    const double deviation = relativeDeviation(configurations, s);
    spread.standardError.push_back(deviation / std::sqrt(used));
    largest = std::max(largest, deviation);
  }
  const double needed = std::ceil(largest * largest / (tolerance * tolerance));
  spread.needed = static_cast<int>(std::clamp(needed, 1.0, 1e6));
  return spread;
}

}  // namespace glasscope::multislice
