#include "compare/statistics/Detection.h"

namespace glasscope::compare {

namespace {

// From the first pixel of the search to the last, ties together.
template <class Order>
double averagePrecision(Order place, Order end, const TopPixels& top,
                        const std::vector<double>& rank) {
  double found = 0, seen = 0, sum = 0;
  while (place != end) {
    const double tie = rank[*place];
    double here = 0;
    for (; place != end && rank[*place] == tie; ++place) {
      here += top.hit[*place] != 0;
      seen += 1;
    }
    found += here;
    sum += here * found / seen;
  }
  return sum / top.hits;
}

}  // namespace

Detection detect(const TopPixels& top, const RankedSignal& signal, int sign) {
  Detection result;
  if (top.hits == 0) return result;
  const auto n = static_cast<double>(top.hit.size());
  double rankSum = 0;
  for (std::size_t i = 0; i < top.hit.size(); ++i) {
    if (top.hit[i]) rankSum += signal.rank[i];
  }
  result.prevalence = top.prevalence();
  const double misses = n - top.hits;
  // Mann-Whitney: U = rank sum - hits (hits + 1) / 2.
  if (misses > 0) result.auc = (rankSum - 0.5 * top.hits * (top.hits + 1)) / (top.hits * misses);
  if (sign < 0) {
    result.auc = 1 - result.auc;
    result.averagePrecision =
        averagePrecision(signal.order.begin(), signal.order.end(), top, signal.rank);
  } else {
    result.averagePrecision =
        averagePrecision(signal.order.rbegin(), signal.order.rend(), top, signal.rank);
  }
  return result;
}

Detection detect(std::span<const double> descriptor, std::span<const double> signal,
                 double fraction, int sign) {
  return detect(TopPixels::of(descriptor, fraction), RankedSignal(signal), sign);
}

}  // namespace glasscope::compare
