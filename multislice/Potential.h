#pragma once

#include <map>
#include <span>
#include <vector>

#include "core/Array2.h"
#include "multislice/Fft.h"
#include "multislice/Foil.h"
#include "multislice/Grid.h"
#include "multislice/ScatteringFactors.h"
#include "multislice/Wave.h"

namespace glasscope::multislice {

/// Projected potentials of atoms on a grid, V angstrom, by their exact Fourier series
///
///   V(k) = 1/(lx ly) sum over species  v_Z(k)  sum over atoms exp(-2 pi i k r),
///
/// for every frequency of the grid: an atom may lie anywhere between the grid points, and no
/// interpolation enters. The structure factor is a product of two matrices, exp(-2 pi i kx x) and
/// exp(-2 pi i ky y), so that the cost is about 2 nx ny multiplications an atom.
class Potential {
 public:
  /// Tables are made for `species` only. The object may be used by many threads at once.
  Potential(const Grid& grid, const ScatteringFactors& factors, std::span<const int> species);

  const Grid& grid() const { return grid_; }

  /// The projected potential of the given atoms of a foil, [x, y].
  Array2<float> project(const Foil& foil, std::span<const std::size_t> atoms) const;

 private:
  Grid grid_;
  Fft fft_;
  std::map<int, RealImage> transforms_;  ///< v_Z(k) / (lx ly) on [nx, ny/2 + 1]
};

}  // namespace glasscope::multislice
