#include "compare/statistics/TopPixels.h"

#include <algorithm>
#include <cmath>

namespace glasscope::compare {

TopPixels TopPixels::of(std::span<const double> values, double fraction) {
  TopPixels top;
  const std::size_t n = values.size();
  if (n == 0) return top;
  std::vector<double> sorted(values.begin(), values.end());
  const auto wanted = static_cast<std::size_t>(std::lround(fraction * static_cast<double>(n)));
  const auto place = static_cast<std::ptrdiff_t>(n - std::clamp<std::size_t>(wanted, 1, n));
  std::nth_element(sorted.begin(), sorted.begin() + place, sorted.end());
  const double threshold = sorted[static_cast<std::size_t>(place)];
  for (const double value : values) {
    top.hit.push_back(value >= threshold);
    top.hits += value >= threshold;
  }
  return top;
}

}  // namespace glasscope::compare
