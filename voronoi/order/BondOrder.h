#pragma once

#include <complex>
#include <cstdint>
#include <span>
#include <vector>

#include "voronoi/cells/Tessellation.h"

namespace glasscope::voronoi {

enum class BondWeighting {
  plain,  ///< every face counts the same (Steinhardt, Nelson, Ronchetti, Phys. Rev. B 28, 784
          ///< (1983))
  area  ///< by area: continuous in the positions (Mickel et al., J. Chem. Phys. 138, 044501 (2013))
};

/// Weighted means Q_lm of the spherical harmonics of the directions to the neighbours, of every
/// atom for one degree l.
struct BondHarmonics {
  int degree = 0;
  BondWeighting weighting = BondWeighting::plain;
  std::vector<std::complex<double>> values;  ///< [atom][m = 0 ... l]; NaN where there are none

  std::span<const std::complex<double>> of(std::size_t atom) const {
    const auto terms = static_cast<std::size_t>(degree) + 1;
    return {values.data() + atom * terms, terms};
  }
};

/// Bond-orientational order of every atom for one degree l.
struct BondOrder {
  std::vector<double> q;  ///< sqrt(4 pi / (2 l + 1) sum_m |Q_lm|^2), Q_lm the weighted mean of Y_lm
  std::vector<double> w;  ///< normalised third-order invariant, sum of 3j Q Q Q / (sum |Q|^2)^(3/2)
};

/// Neighbours are those across the faces (walls left out); directions are to the neighbours. Atoms
/// marked in `skip` (empty: none) are left undefined. Threaded; same bits always.
BondHarmonics bondHarmonics(const Tessellation& cells, int degree, BondWeighting weighting,
                            std::span<const std::uint8_t> skip = {});

/// Mean of the Q_lm of an atom and of its neighbours (Lechner and Dellago, J. Chem. Phys. 129,
/// 114707 (2008)). Weighted by area, a neighbour counts A / <A>, where <A> is the mean area as seen
/// from the surface, sum A^2 / sum A: that is 1 for faces of equal size, and a face that vanishes
/// takes no weight with it. Undefined neighbours do not count.
BondHarmonics averagedHarmonics(const Tessellation& cells, const BondHarmonics& harmonics);

/// The rotational invariants; NaN where the harmonics are. Threaded; same bits always.
BondOrder invariants(const BondHarmonics& harmonics);

/// q alone, which takes a fraction of the time of both, and w alone.
std::vector<double> secondInvariants(const BondHarmonics& harmonics);
std::vector<double> thirdInvariants(const BondHarmonics& harmonics);

/// Both steps at once.
BondOrder bondOrder(const Tessellation& cells, int degree, BondWeighting weighting);

/// sum over all m of Re a_m conj(b_m), for two sets of m = 0 ... l.
double harmonicProduct(std::span<const std::complex<double>> a,
                       std::span<const std::complex<double>> b);

/// Disorder variable of every atom (Kawasaki and Onuki, J. Chem. Phys. 135, 174109 (2011)): mean
/// over the neighbours of sum_m |Q_lm(i) - Q_lm(j)|^2. Zero in a perfect crystal of one site, large
/// where orientations do not match. NaN without defined neighbours.
std::vector<double> disorderVariable(const Tessellation& cells, const BondHarmonics& harmonics);

}  // namespace glasscope::voronoi
