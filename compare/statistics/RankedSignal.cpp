#include "compare/statistics/RankedSignal.h"

#include <algorithm>
#include <numeric>

#include "compare/statistics/Correlation.h"

namespace glasscope::compare {

RankedSignal::RankedSignal(std::span<const double> values)
    : rank(ranks(values)), order(values.size()) {
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) {
    return rank[i] != rank[j] ? rank[i] < rank[j] : i < j;
  });
}

}  // namespace glasscope::compare
