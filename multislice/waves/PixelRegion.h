#pragma once

#include <algorithm>

namespace glasscope::multislice {

/// A pixel of the endless lattice on which a specimen is sampled; any integers.
struct PixelCorner {
  int i = 0, j = 0;
};

/// A rectangle of that lattice: pixels [i, i + ni) x [j, j + nj).
struct PixelRegion {
  int i = 0, j = 0, ni = 0, nj = 0;

  long pixels() const { return static_cast<long>(ni) * nj; }

  /// The smallest rectangle that holds both; an empty one holds nothing.
  PixelRegion joined(const PixelRegion& other) const {
    if (pixels() == 0) return other;
    if (other.pixels() == 0) return *this;
    const int iLow = std::min(i, other.i), jLow = std::min(j, other.j);
    return {iLow, jLow, std::max(i + ni, other.i + other.ni) - iLow,
            std::max(j + nj, other.j + other.nj) - jLow};
  }
};

}  // namespace glasscope::multislice
