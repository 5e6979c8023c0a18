#pragma once

#include <functional>
#include <span>
#include <vector>

#include "core/Array2.h"
#include "multislice/BandLimit.h"
#include "multislice/ElectronBeam.h"
#include "multislice/Wave.h"

namespace glasscope::multislice {

/// The transmission functions exp(i sigma V) of all slices of one specimen, band-limited, in
/// memory. Immutable once built, shared by all threads.
class Transmission {
 public:
  /// `slice(s)` gives the projected potential of slice s, V angstrom, on the grid; it is called
  /// from many threads.
  Transmission(const Grid& grid, const ElectronBeam& beam, const BandLimit& limit, int slices,
               const std::function<Array2<float>(int)>& slice);

  int slices() const { return static_cast<int>(slices_.size()); }
  std::span<const std::complex<float>> slice(int s) const { return slices_[s]; }

  static double memory_bytes(const Grid& grid, int slices) {
    return static_cast<double>(grid.pixels()) * slices * sizeof(std::complex<float>);
  }

 private:
  std::vector<Wave> slices_;
};

}  // namespace glasscope::multislice
