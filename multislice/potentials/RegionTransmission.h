#pragma once

#include <vector>

#include "multislice/potentials/SliceView.h"
#include "multislice/waves/PixelRegion.h"
#include "multislice/waves/Wave.h"

namespace glasscope::multislice {

/// Transmission functions of some consecutive slices on a region of the specimen's lattice: what
/// the windows of some probes see. Immutable once filled, shared by all threads.
class RegionTransmission {
 public:
  RegionTransmission() = default;
  RegionTransmission(const PixelRegion& region, int firstSlice, int slices);

  const PixelRegion& region() const { return region_; }
  int firstSlice() const { return first_; }
  int slices() const { return static_cast<int>(planes_.size()); }

  /// Where to write slice s (counted in the foil), in rows of `stride`.
  float* re(int s) { return planes_[s - first_].data(); }
  float* im(int s) { return re(s) + planeSize(); }
  std::ptrdiff_t stride() const { return SliceView::strideFor(region_.nj); }

  /// Slices [first, last) of the foil seen through a window that begins at `corner`.
  std::vector<SliceView> views(int first, int last, const PixelCorner& corner) const;

  static double memory_bytes(const PixelRegion& region, int slices) {
    return static_cast<double>(region.ni) * static_cast<double>(SliceView::strideFor(region.nj)) *
           slices * 2 * sizeof(float);
  }

 private:
  std::ptrdiff_t planeSize() const { return region_.ni * stride(); }

  PixelRegion region_;
  int first_ = 0;
  std::vector<RealImage> planes_;
};

}  // namespace glasscope::multislice
