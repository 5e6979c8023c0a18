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

std::vector<double> benjaminiYekutieli(std::span<const double> p) {
  std::vector<double> q = benjaminiHochberg(p);
  for (double& value : q) value = std::min(1.0, value * harmonicNumber(p.size()));
  return q;
}

std::vector<double> holm(std::span<const double> p) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) { return p[i] < p[j]; });
  std::vector<double> adjusted(p.size());
  double largest = 0;
  for (std::size_t place = 0; place < order.size(); ++place) {
    const auto left = static_cast<double>(p.size() - place);
    largest = std::max(largest, std::min(1.0, left * p[order[place]]));
    adjusted[order[place]] = largest;
  }
  return adjusted;
}

double harmonicNumber(std::size_t n) {
  double sum = 0;
  for (std::size_t i = 1; i <= n; ++i) sum += 1 / static_cast<double>(i);
  return sum;
}

}  // namespace glasscope::compare
