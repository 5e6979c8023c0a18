#include "sim/columns/Fractions.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/system/Log.h"

namespace glasscope::sim {

void warnOfLengths(const std::vector<Vec3>& fractions, const std::string& file) {
  // Atoms of one cell lie within half a cell of their median, wherever the cell lies; some may have
  // wandered off.
  constexpr double kFar = 1;
  constexpr std::size_t kSome = 3;
  for (int d = 0; d < 3; ++d) {
    std::vector<double> along;
    along.reserve(fractions.size());
    for (const Vec3& fraction : fractions) along.push_back(fraction[d]);
    if (along.empty()) return;
    const auto middle = along.begin() + static_cast<std::ptrdiff_t>(along.size() / 2);
    std::nth_element(along.begin(), middle, along.end());
    const double median = *middle;
    const auto far = static_cast<std::size_t>(std::count_if(
        along.begin(), along.end(), [&](double at) { return std::abs(at - median) > kFar; }));
    if (kSome * far <= along.size()) continue;
    logWarning(fmt::format(
        "the fractions of '{}' are spread over {:.3g} cells along {}: are they lengths?", file,
        *std::max_element(along.begin(), along.end()) -
            *std::min_element(along.begin(), along.end()),
        "abc"[d]));
    return;
  }
}

}  // namespace glasscope::sim
