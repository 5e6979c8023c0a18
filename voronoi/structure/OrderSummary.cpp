#include "voronoi/structure/OrderSummary.h"

#include <algorithm>
#include <cmath>

#include "core/math/Binomial.h"
#include "core/math/StandardError.h"

namespace glasscope::voronoi {

OrderSummary::Grains OrderSummary::Grains::of(const Clusters& clusters, int nucleus,
                                              std::int64_t inside) {
  Grains grains;
  for (const auto size : clusters.size)
    if (size >= nucleus) {
      grains.atoms += size;
      ++grains.count;
    }
  grains.largest = grains.count > 0 ? clusters.largest() : 0;
  const auto fraction = binomialFraction(grains.atoms, inside);
  grains.fraction = fraction.value;
  grains.fractionError = fraction.standardError;
  return grains;
}

OrderSummary::Network OrderSummary::Network::of(const MotifNetwork& network, std::size_t atoms) {
  Network out;
  out.icosahedra = network.centres;
  const auto n = static_cast<double>(network.centres);
  for (std::size_t k = 0; k < out.linksPerIcosahedron.size() && network.centres > 0; ++k) {
    out.linksPerIcosahedron[k] = 2 * static_cast<double>(network.links[k]) / n;
    std::int64_t squares = 0;
    for (const auto& degree : network.degree) squares += std::int64_t{degree[k]} * degree[k];
    out.linksError[k] =
        standardErrorOfMean(out.linksPerIcosahedron[k], static_cast<double>(squares) / n, n);
  }
  // Of all atoms: those at a surface may be in a shell.
  const auto all = binomialFraction(network.members, static_cast<std::int64_t>(atoms));
  out.fraction = all.value;
  out.fractionError = all.standardError;
  out.largestCores = network.cores.largest();
  out.coreClusters = std::count_if(network.cores.size.begin(), network.cores.size.end(),
                                   [](auto size) { return size > 1; });
  out.corePercolation = network.cores.percolation();
  out.largestSharing = network.sharing.largest();
  out.sharingPercolation = network.sharing.percolation();
  return out;
}

OrderSummary::Tetrahedra OrderSummary::Tetrahedra::of(std::span<const double> tetrahedrality,
                                                      std::span<const double> bonds,
                                                      const Clusters& low, const Clusters& high,
                                                      double cutoff_A) {
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
  const auto lowShare = binomialFraction(four, counted),
             highShare = binomialFraction(more, counted);
  Tetrahedra out;
  out.cutoff_A = cutoff_A;
  out.meanTetrahedrality = q / static_cast<double>(counted);
  out.bondsPerAtom = neighbours / static_cast<double>(counted);
  out.lowDensityFraction = lowShare.value;
  out.lowDensityFractionError = lowShare.standardError;
  out.highDensityFraction = highShare.value;
  out.highDensityFractionError = highShare.standardError;
  out.largestLowDensity = low.largest();
  out.largestHighDensity = high.largest();
  return out;
}

}  // namespace glasscope::voronoi
