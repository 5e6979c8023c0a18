#include "compare/statistics/FalseDiscovery.h"

#include <algorithm>
#include <numeric>

namespace glasscope::compare {

std::vector<double> benjaminiHochberg(std::span<const double> p) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) { return p[i] > p[j]; });
  std::vector<double> q(p.size());
  double smallest = 1;
  for (std::size_t place = 0; place < order.size(); ++place) {
    const auto rank = static_cast<double>(p.size() - place);
    smallest = std::min(smallest, p[order[place]] * static_cast<double>(p.size()) / rank);
    q[order[place]] = smallest;
  }
  return q;
}

}  // namespace glasscope::compare
