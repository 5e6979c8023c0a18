#include "compare/statistics/MutualInformation.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/system/Error.h"

namespace glasscope::compare {

double mutualInformation(std::span<const double> ranksA, std::span<const double> ranksB) {
  GLASSCOPE_ENSURE(ranksA.size() == ranksB.size(), "rankings of the same pixels");
  const auto n = static_cast<double>(ranksA.size());
  if (ranksA.empty()) return 0;
  const int classes = std::clamp(static_cast<int>(std::sqrt(n / 5)), 3, 16);
  const auto classOf = [&](double rank) {
    return std::min(classes - 1, static_cast<int>((rank - 0.5) / n * classes));
  };
  const auto size = static_cast<std::size_t>(classes);
  std::vector<double> both(size * size), a(size), b(size);
  for (std::size_t i = 0; i < ranksA.size(); ++i) {
    const auto u = static_cast<std::size_t>(classOf(ranksA[i]));
    const auto v = static_cast<std::size_t>(classOf(ranksB[i]));
    both[u * size + v] += 1;
    a[u] += 1;
    b[v] += 1;
  }
  double sum = 0;
  for (std::size_t u = 0; u < size; ++u) {
    for (std::size_t v = 0; v < size; ++v) {
      const double count = both[u * size + v];
      if (count > 0) sum += count / n * std::log(count * n / (a[u] * b[v]));
    }
  }
  return sum;
}

}  // namespace glasscope::compare
