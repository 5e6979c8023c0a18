#pragma once

#include <functional>
#include <span>
#include <vector>

#include "core/math/Array2.h"
#include "multislice/potentials/SliceView.h"
#include "multislice/waves/BandLimit.h"
#include "multislice/waves/ElectronBeam.h"
#include "multislice/waves/Wave.h"

namespace glasscope::multislice {

/// The transmission functions exp(i sigma V) of all slices of one specimen, band-limited, in
/// memory. Immutable once built, shared by all threads.
class Transmission {
 public:
  /// `slice(s)` gives the projected potential of slice s, V angstrom, on the grid, or on one
  /// `oversampling` times as fine (see TransmissionFilter); it is called from many threads.
  Transmission(const Grid& grid, const ElectronBeam& beam, const BandLimit& limit, int slices,
               const std::function<Array2<float>(int)>& slice, int oversampling = 1);

  int slices() const { return static_cast<int>(views_.size()); }

  /// One slice, the whole grid.
  SliceView view(int s) const { return views_[s]; }

  /// The slices [first, last), the whole grid each, in the order of the beam; valid as long as this
  /// object.
  std::span<const SliceView> views(int first, int last) const {
    return std::span(views_).subspan(first, last - first);
  }
  std::span<const SliceView> views() const { return views_; }

  static double memory_bytes(const Grid& grid, int slices) {
    return 2.0 * sizeof(float) * grid.nx() * static_cast<double>(SliceView::strideFor(grid.ny())) *
           slices;
  }

 private:
  std::vector<RealImage> planes_;  ///< of each slice: all real parts, then all imaginary parts
  std::vector<SliceView> views_;
};

}  // namespace glasscope::multislice
