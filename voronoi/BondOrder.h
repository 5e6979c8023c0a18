#pragma once

#include <vector>

#include "voronoi/Tessellation.h"

namespace glasscope::voronoi {

enum class BondWeighting {
  plain,  ///< every face counts the same (Steinhardt, Nelson, Ronchetti, Phys. Rev. B 28, 784
          ///< (1983))
  area  ///< by area: continuous in the positions (Mickel et al., J. Chem. Phys. 138, 044501 (2013))
};

/// Bond-orientational order of every atom for one degree l.
struct BondOrder {
  std::vector<double> q;  ///< sqrt(4 pi / (2 l + 1) sum_m |Q_lm|^2), Q_lm the weighted mean of Y_lm
  std::vector<double> w;  ///< normalised third-order invariant, sum of 3j Q Q Q / (sum |Q|^2)^(3/2)
};

/// Neighbours are those across the faces (walls left out); directions are to the neighbours.
/// Threaded; same bits always. NaN for cells without neighbours.
BondOrder bondOrder(const Tessellation& cells, int degree, BondWeighting weighting);

}  // namespace glasscope::voronoi
