#include "voronoi/pairs/CoordinationShells.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/math/Constants.h"
#include "voronoi/pairs/DistributionPeaks.h"

namespace glasscope::voronoi {

namespace {

double counted(const RadialDistribution& d, std::size_t from, std::size_t to, double density) {
  const double bin = d.r_A.size() > 1 ? d.r_A[1] - d.r_A[0] : 0;
  double sum = 0;
  for (std::size_t i = from; i < to; ++i) {
    const double inner = d.r_A[i] - 0.5 * bin, outer = d.r_A[i] + 0.5 * bin;
    sum += 4 * constants::kPi / 3 * (std::pow(outer, 3) - std::pow(inner, 3)) * density * d.g[i];
  }
  return sum;
}

void addShells(std::vector<CoordinationShell>& out, const RadialDistribution& d, double density) {
  if (d.r_A.size() < 3) return;
  const double bin = d.r_A[1] - d.r_A[0];
  const auto smooth = smoothedDistribution(d.g, bin);
  const auto turns = distributionTurns(d, smooth);
  std::size_t from = 0;
  for (std::size_t t = 0; t + 1 < turns.size(); t += 2) {
    const std::size_t peak = turns[t], to = turns[t + 1];
    out.push_back({d.centre, d.neighbour, static_cast<int>(t / 2) + 1, from == 0 ? 0 : d.r_A[from],
                   d.r_A[to], d.r_A[peak], smooth[peak], counted(d, from, to, density)});
    from = to;
  }
}

}  // namespace

double neighboursWithin(const RadialDistribution& distribution, double inner_A, double outer_A,
                        double density_per_A3) {
  const auto& r = distribution.r_A;
  const auto binAt = [&](double distance_A) {
    return static_cast<std::size_t>(std::lower_bound(r.begin(), r.end(), distance_A) - r.begin());
  };
  return counted(distribution, binAt(inner_A), binAt(outer_A), density_per_A3);
}

std::vector<CoordinationShell> coordinationShells(
    const std::vector<RadialDistribution>& distributions,
    const std::map<int, double>& density_per_A3) {
  double total = 0;
  for (const auto& [species, density] : density_per_A3) total += density;
  std::vector<CoordinationShell> out;
  for (const auto& d : distributions)
    addShells(out, d, d.neighbour == 0 ? total : density_per_A3.at(d.neighbour));
  return out;
}

}  // namespace glasscope::voronoi
