#include "voronoi/pairs/PairRadii.h"

#include <algorithm>
#include <cmath>

#include <Eigen/QR>
#include <fmt/format.h>

#include "core/atoms/Elements.h"
#include "core/system/Error.h"
#include "voronoi/pairs/CoordinationShells.h"

namespace glasscope::voronoi {

namespace {

constexpr double kRange_A = 7;  // the first shells of metals and semiconductors end below 5
constexpr double kHalfWidth_A = 0.2;

[[noreturn]] void fail(const std::string& problem) {
  throw Error(ErrorKind::input, problem,
              "the first peaks of the partial g(r) do not fix the radii of this sample",
              "give the radii with voronoi.radii_A, or take those of the table");
}

/// Centre of gravity of g(r) around its first peak (which need not be its highest); 0 without one.
double firstPeak(const RadialDistribution& d) {
  const auto shells = coordinationShells({d}, {{d.neighbour, 1.0}});
  if (shells.empty()) return 0;
  double sum = 0, weight = 0;
  for (std::size_t i = 0; i < d.r_A.size(); ++i)
    if (std::abs(d.r_A[i] - shells.front().peak_A) <= kHalfWidth_A) {
      sum += d.g[i] * d.r_A[i];
      weight += d.g[i];
    }
  return sum / weight;
}

}  // namespace

RadialSettings pairRadiiSettings() {
  RadialSettings settings;
  settings.max_A = kRange_A;
  return settings;
}

std::map<int, double> radiiFromPairs(const Atoms& atoms) {
  return radiiFromPairs(radialDistributions(atoms, pairRadiiSettings()), atoms.species());
}

std::map<int, double> radiiFromPairs(const std::vector<RadialDistribution>& pairs,
                                     const std::vector<int>& species) {
  const auto position = [&](int z) {
    return std::lower_bound(species.begin(), species.end(), z) - species.begin();
  };
  const auto n = static_cast<Eigen::Index>(species.size());
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(pairs.size()), n);
  Eigen::VectorXd peaks = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(pairs.size()));
  for (std::size_t p = 1; p < pairs.size(); ++p) {
    const double peak = firstPeak(pairs[p]);
    if (peak == 0) continue;
    const auto row = static_cast<Eigen::Index>(p);
    matrix(row, position(pairs[p].centre)) += 1;
    matrix(row, position(pairs[p].neighbour)) += 1;
    peaks(row) = peak;
  }
  const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> solver(matrix);
  if (solver.rank() < n) fail("too few peaks of g(r) for radii");
  const Eigen::VectorXd radii = solver.solve(peaks);
  std::map<int, double> out;
  for (Eigen::Index a = 0; a < n; ++a) {
    const int z = species[static_cast<std::size_t>(a)];
    if (!(radii(a) > 0)) fail(fmt::format("no positive radius for {}", elementSymbol(z)));
    out[z] = radii(a);
  }
  return out;
}

}  // namespace glasscope::voronoi
