#pragma once

#include <vector>

#include "multislice/PixelRegion.h"
#include "multislice/SliceView.h"
#include "multislice/Wave.h"

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

  /// Where to write slice s (counted in the foil): real parts, then as many imaginary parts.
  float* re(int s) { return planes_[s - first_].data(); }
  float* im(int s) { return re(s) + region_.pixels(); }

  /// Slices [first, last) of the foil seen through a window that begins at `corner`.
  std::vector<SliceView> views(int first, int last, const PixelCorner& corner) const;

  static double memory_bytes(double pixels, int slices) {
    return pixels * slices * 2 * sizeof(float);
  }

 private:
  PixelRegion region_;
  int first_ = 0;
  std::vector<RealImage> planes_;
};

}  // namespace glasscope::multislice
