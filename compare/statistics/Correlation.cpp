#include "compare/statistics/Correlation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/math/Distributions.h"

namespace glasscope::compare {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

}  // namespace

double pearson(std::span<const double> a, std::span<const double> b) {
  if (a.size() < 3 || a.size() != b.size()) return kNaN;
  const auto n = static_cast<double>(a.size());
  const double meanA = std::accumulate(a.begin(), a.end(), 0.0) / n;
  const double meanB = std::accumulate(b.begin(), b.end(), 0.0) / n;
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double da = a[i] - meanA, db = b[i] - meanB;
    ab += da * db;
    aa += da * da;
    bb += db * db;
  }
  // Rounding leaves about n * 1e-32 of the mean square behind where a map is constant.
  if (aa <= 1e-26 * n * meanA * meanA || bb <= 1e-26 * n * meanB * meanB) return kNaN;
  return std::clamp(ab / std::sqrt(aa * bb), -1.0, 1.0);
}

std::vector<double> ranks(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t i, std::size_t j) { return values[i] < values[j]; });
  std::vector<double> result(values.size());
  for (std::size_t i = 0; i < order.size();) {
    std::size_t j = i;
    while (j < order.size() && values[order[j]] == values[order[i]]) ++j;
    const double rank = 0.5 * static_cast<double>(i + 1 + j);
    for (; i < j; ++i) result[order[i]] = rank;
  }
  return result;
}

double spearman(std::span<const double> a, std::span<const double> b) {
  return pearson(ranks(a), ranks(b));
}

double correlationP(double r, double n) {
  if (!(n > 2) || std::isnan(r)) return 1;
  if (std::abs(r) >= 1) return 0;
  return studentTwoSidedP(r * std::sqrt((n - 2) / (1 - r * r)), n - 2);
}

}  // namespace glasscope::compare
