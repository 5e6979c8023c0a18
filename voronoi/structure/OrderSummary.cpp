#include "voronoi/structure/OrderSummary.h"

#include <algorithm>
#include <cmath>

#include "core/math/Binomial.h"

namespace glasscope::voronoi {

void OrderSummary::setGrains(const Clusters& clusters, int nucleus, std::int64_t inside) {
  for (const auto size : clusters.size)
    if (size >= nucleus) {
      crystalAtoms += size;
      ++grains;
    }
  largestGrain = grains > 0 ? clusters.largest() : 0;
  const auto fraction = binomialFraction(crystalAtoms, inside);
  crystalFraction = fraction.value;
  crystalFractionError = fraction.standardError;
}

void OrderSummary::setNetwork(const MotifNetwork& network, std::size_t atoms) {
  icosahedra = network.centres;
  const auto n = static_cast<double>(network.centres);
  for (std::size_t k = 0; k < linksPerIcosahedron.size() && network.centres > 0; ++k) {
    linksPerIcosahedron[k] = 2 * static_cast<double>(network.links[k]) / n;
    std::int64_t squares = 0;
    for (const auto& degree : network.degree) squares += std::int64_t{degree[k]} * degree[k];
    const double mean = linksPerIcosahedron[k];
    linksError[k] = std::sqrt(std::max(0.0, static_cast<double>(squares) / n - mean * mean) / n);
  }
  // Of all atoms: those at a surface may be in a shell.
  const auto all = binomialFraction(network.members, static_cast<std::int64_t>(atoms));
  networkFraction = all.value;
  networkFractionError = all.standardError;
  largestCores = network.cores.largest();
  coreClusters = std::count_if(network.cores.size.begin(), network.cores.size.end(),
                               [](auto size) { return size > 1; });
  corePercolation = network.cores.percolation();
  largestSharing = network.sharing.largest();
  sharingPercolation = network.sharing.percolation();
}

void OrderSummary::setTetrahedra(std::span<const double> tetrahedrality,
                                 std::span<const double> bonds, const Clusters& low,
                                 const Clusters& high, double cutoff_A) {
  tetrahedral = true;
  tetrahedralCutoff_A = cutoff_A;
  double q = 0, neighbours = 0;
  std::int64_t counted = 0, four = 0, more = 0;
  for (std::size_t i = 0; i < bonds.size(); ++i) {
    if (std::isnan(tetrahedrality[i])) continue;  // at a surface, or next to alone
    ++counted;
    q += tetrahedrality[i];
    neighbours += bonds[i];
    four += bonds[i] == 4;
    more += bonds[i] > 4;
  }
  meanTetrahedrality = q / static_cast<double>(counted);
  bondsPerAtom = neighbours / static_cast<double>(counted);
  const auto lowShare = binomialFraction(four, counted),
             highShare = binomialFraction(more, counted);
  lowDensityFraction = lowShare.value;
  lowDensityFractionError = lowShare.standardError;
  highDensityFraction = highShare.value;
  highDensityFractionError = highShare.standardError;
  largestLowDensity = low.largest();
  largestHighDensity = high.largest();
}

}  // namespace glasscope::voronoi
