#include "multislice/potentials/RegionTransmission.h"

#include "core/system/Error.h"

namespace glasscope::multislice {

RegionTransmission::RegionTransmission(const PixelRegion& region, int firstSlice, int slices)
    : region_(region), first_(firstSlice), planes_(slices) {
  for (RealImage& plane : planes_) plane.resize(2 * planeSize());
}

std::vector<SliceView> RegionTransmission::views(int first, int last,
                                                 const PixelCorner& corner) const {
  GLASSCOPE_ENSURE(first >= first_ && last <= first_ + slices(), "a slice that is not there");
  std::vector<SliceView> views;
  views.reserve(last - first);
  for (int s = first; s < last; ++s) {
    const float* plane = planes_[s - first_].data();
    const SliceView whole{plane, plane + planeSize(), stride()};
    views.push_back(whole.from(corner.i - region_.i, corner.j - region_.j));
  }
  return views;
}

}  // namespace glasscope::multislice
