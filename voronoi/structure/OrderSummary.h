#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "voronoi/motifs/MotifNetwork.h"
#include "voronoi/order/Clusters.h"

namespace glasscope::voronoi {

/// Order beyond the first shell, for the sample as a whole. Fractions are of the atoms that are not
/// at a surface, that of the network of all atoms; their errors are those of Binomial.h, those of
/// links the standard error of the mean over icosahedra.
struct OrderSummary {
  // The network of icosahedra (MotifNetwork.h); kinds: vertex, edge, face, interpenetrating.
  std::int64_t icosahedra = 0;
  std::array<double, 4> linksPerIcosahedron{};  ///< mean number of connected icosahedra, by kind
  std::array<double, 4> linksError{};
  double networkFraction = 0, networkFractionError = 0;  ///< atoms that are a centre or in a shell
  std::int64_t largestCores = 0;     ///< icosahedra in the largest interpenetrating cluster
  std::int64_t coreClusters = 0;     ///< interpenetrating clusters of at least two icosahedra
  std::uint8_t corePercolation = 0;  ///< bits of the box edges along which one percolates
  std::int64_t largestSharing = 0;   ///< the same through shared atoms of any number
  std::uint8_t sharingPercolation = 0;

  // Crystal-like atoms (Crystals.h).
  std::int64_t crystalAtoms = 0, grains = 0, largestGrain = 0;
  double crystalFraction = 0, crystalFractionError = 0;

  // Four-coordinated networks (Tetrahedral.h); only where it was computed.
  bool tetrahedral = false;
  double tetrahedralCutoff_A = 0, meanTetrahedrality = 0, bondsPerAtom = 0;
  double lowDensityFraction = 0, lowDensityFractionError = 0;
  double highDensityFraction = 0, highDensityFractionError = 0;
  std::int64_t largestLowDensity = 0, largestHighDensity = 0;

  /// Fills in what the grains say: of `nucleus` atoms and more, among `inside` atoms.
  void setGrains(const Clusters& clusters, int nucleus, std::int64_t inside);
  /// Fills in what the network of icosahedra in a sample of so many atoms says.
  void setNetwork(const MotifNetwork& network, std::size_t atoms);
  /// Fills in tetrahedral order from the columns of that name (NaN where it does not count).
  void setTetrahedra(std::span<const double> tetrahedrality, std::span<const double> bonds,
                     const Clusters& low, const Clusters& high, double cutoff_A);
};

}  // namespace glasscope::voronoi
