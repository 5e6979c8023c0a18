#include "compare/statistics/Detection.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "compare/statistics/Correlation.h"

namespace glasscope::compare {

Detection detect(std::span<const double> descriptor, std::span<const double> signal,
                 double fraction, int sign) {
  const std::size_t n = descriptor.size();
  Detection result;
  if (n == 0) return result;
  std::vector<double> sorted(descriptor.begin(), descriptor.end());
  const auto wanted = static_cast<std::size_t>(std::lround(fraction * static_cast<double>(n)));
  const std::size_t place = n - std::clamp<std::size_t>(wanted, 1, n);
  std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(place),
                   sorted.end());
  const double threshold = sorted[place];

  std::vector<double> score(signal.begin(), signal.end());
  if (sign < 0) {
    for (double& s : score) s = -s;
  }
  const std::vector<double> rank = ranks(score);
  double hits = 0, rankSum = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (descriptor[i] < threshold) continue;
    hits += 1;
    rankSum += rank[i];
  }
  const double misses = static_cast<double>(n) - hits;
  result.prevalence = hits / static_cast<double>(n);
  // Mann-Whitney: U = rank sum - hits (hits + 1) / 2.
  if (misses > 0) result.auc = (rankSum - 0.5 * hits * (hits + 1)) / (hits * misses);

  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t i, std::size_t j) { return score[i] > score[j]; });
  double found = 0, precisions = 0;
  for (std::size_t i = 0; i < n;) {  // ties are taken together: their order carries nothing
    std::size_t j = i;
    double here = 0;
    for (; j < n && score[order[j]] == score[order[i]]; ++j) {
      here += descriptor[order[j]] >= threshold;
    }
    found += here;
    precisions += here * found / static_cast<double>(j);
    i = j;
  }
  result.averagePrecision = precisions / hits;
  return result;
}

}  // namespace glasscope::compare
