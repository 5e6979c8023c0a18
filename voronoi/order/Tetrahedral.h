#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "voronoi/order/Clusters.h"

namespace glasscope::voronoi {

/// Order of networks of four neighbours (amorphous silicon, germanium).
struct Tetrahedral {
  /// q = 1 - 3/8 sum over the six pairs of the four nearest neighbours of (cos angle + 1/3)^2
  /// (Chau and Hardwick, Mol. Phys. 93, 511 (1998); normalised as by Errington and Debenedetti,
  /// Nature 409, 318 (2001)): 1 for a regular tetrahedron, 0 on average for random directions.
  std::vector<double> q;
  std::vector<int> bonds;  ///< [atom] neighbours within the cutoff
  Clusters lowDensity;     ///< bonded atoms with exactly four neighbours
  Clusters highDensity;    ///< bonded atoms with five and more
};

/// The same before clusters are known.
struct TetrahedralBonds {
  std::vector<double> q;
  std::vector<int> bonds;
  std::vector<Link> links;  ///< bonds of atoms with four and more neighbours with anyone
  double searched_A = 0;    ///< how far it was looked for the four nearest neighbours

  bool low(std::size_t atom) const { return bonds[atom] == 4; }
  bool high(std::size_t atom) const { return bonds[atom] > 4; }
};

/// Of the first `count` atoms. Throws as below.
TetrahedralBonds tetrahedralBonds(const Atoms& atoms, double cutoff_A,
                                  std::span<const std::uint8_t> skip, std::size_t count);

/// Four-coordinated regions are those of the low-density form, five- and more-coordinated ones of
/// the high-density form (Deringer et al., Nature 589, 59 (2021)). Neighbours are the atoms within
/// `cutoff_A`, best the first minimum of g(r). NaN and no cluster where `skip`; NaN also when there
/// are fewer than four other atoms. Four of several equally near atoms are chosen arbitrarily, so q
/// says nothing of close-packed crystals. Threaded; same bits always. Throws Error(usage) on a
/// cutoff that is not positive.
Tetrahedral tetrahedral(const Atoms& atoms, double cutoff_A, std::span<const std::uint8_t> skip);

}  // namespace glasscope::voronoi
