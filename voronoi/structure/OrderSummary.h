#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "voronoi/motifs/MotifNetwork.h"
#include "voronoi/order/Clusters.h"

namespace glasscope::voronoi {

/// Order beyond the first shell, for the sample as a whole. Fractions are of the atoms that are not
/// at a surface, that of the network of all atoms; their errors are those of Binomial.h, those of
/// links the standard error of the mean over icosahedra.
struct OrderSummary {
  /// How icosahedra hang together. Kinds of links: vertex, edge, face, interpenetrating.
  struct Network {
    std::int64_t icosahedra = 0;
    std::array<double, 4> linksPerIcosahedron{};  ///< mean number of connected icosahedra, by kind
    std::array<double, 4> linksError{};
    double fraction = 0, fractionError = 0;  ///< atoms that are a centre or in a shell
    std::int64_t largestCores = 0;           ///< icosahedra in the largest interpenetrating cluster
    std::int64_t coreClusters = 0;     ///< interpenetrating clusters of at least two icosahedra
    std::uint8_t corePercolation = 0;  ///< bits of the box edges along which one percolates
    std::int64_t largestSharing = 0;   ///< the same through shared atoms of any number
    std::uint8_t sharingPercolation = 0;

    /// In a sample of so many atoms.
    static Network of(const MotifNetwork& network, std::size_t atoms);
  };
  /// Crystal-like atoms (Crystals.h).
  struct Grains {
    std::int64_t atoms = 0, count = 0, largest = 0;
    double fraction = 0, fractionError = 0;

    /// Grains are clusters of `nucleus` atoms and more, among `inside` atoms.
    static Grains of(const Clusters& clusters, int nucleus, std::int64_t inside);
  };
  /// Networks of four neighbours (Tetrahedral.h).
  struct Tetrahedra {
    double cutoff_A = 0, meanTetrahedrality = 0, bondsPerAtom = 0;
    double lowDensityFraction = 0, lowDensityFractionError = 0;
    double highDensityFraction = 0, highDensityFractionError = 0;
    std::int64_t largestLowDensity = 0, largestHighDensity = 0;

    /// From the columns of that name (NaN where an atom does not count).
    static Tetrahedra of(std::span<const double> tetrahedrality, std::span<const double> bonds,
                         const Clusters& low, const Clusters& high, double cutoff_A);
  };

  Network network;
  Grains grains;
  std::optional<Tetrahedra> tetrahedra;  ///< only where it was computed
};

}  // namespace glasscope::voronoi
