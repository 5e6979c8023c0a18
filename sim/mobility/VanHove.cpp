#include "sim/mobility/VanHove.h"

#include <algorithm>
#include <cmath>

namespace glasscope::sim {

VanHove VanHove::of(const Trajectory& way, const TimeLag& lag, double width_A) {
  std::vector<double> counts;
  for (const auto& [from, to] : lag.origins) {
    for (std::size_t i = 0; i < way.atoms(); ++i) {
      const double r = (way.positions[to][i] - way.positions[from][i]).norm();
      const auto bin = static_cast<std::size_t>(r / width_A);
      if (bin >= counts.size()) counts.resize(bin + 1, 0.0);
      ++counts[bin];
    }
  }
  const double all = static_cast<double>(lag.origins.size() * way.atoms());
  for (double& count : counts) count /= all * width_A;
  return {lag.time_ps, width_A, std::move(counts)};
}

}  // namespace glasscope::sim
