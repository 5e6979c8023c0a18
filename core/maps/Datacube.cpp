#include "core/maps/Datacube.h"

#include <algorithm>
#include <utility>

#include "core/system/Error.h"

namespace glasscope {
namespace {

std::size_t patternSize(const DatacubeShape& shape) {
  return static_cast<std::size_t>(shape.qx) * shape.qy;
}

std::size_t cubeSize(const DatacubeShape& shape) {
  GLASSCOPE_ENSURE(shape.rx > 0 && shape.ry > 0 && shape.qx > 0 && shape.qy > 0,
                   "a datacube needs at least one scan point and one diffraction pixel");
  return static_cast<std::size_t>(shape.rx) * shape.ry * patternSize(shape);
}

std::size_t offsetOf(const DatacubeShape& shape, int rx, int ry) {
  GLASSCOPE_ENSURE(rx >= 0 && rx < shape.rx && ry >= 0 && ry < shape.ry,
                   "the scan position lies outside of the datacube");
  return (static_cast<std::size_t>(rx) * shape.ry + ry) * patternSize(shape);
}

}  // namespace

MemoryDatacube::MemoryDatacube(DatacubeShape shape, std::vector<float> data)
    : shape_(std::move(shape)), data_(std::move(data)) {
  GLASSCOPE_ENSURE(data_.size() == cubeSize(shape_), "data and shape of a datacube disagree");
}

MemoryDatacube::MemoryDatacube(DatacubeShape shape) : shape_(std::move(shape)) {
  data_.resize(cubeSize(shape_));
}

Array2<float> MemoryDatacube::pattern(int rx, int ry) const {
  Array2<float> result(shape_.qx, shape_.qy);
  const auto* begin = data_.data() + offsetOf(shape_, rx, ry);
  std::copy(begin, begin + result.size(), result.begin());
  return result;
}

void MemoryDatacube::set(int rx, int ry, const Array2<float>& pattern) {
  GLASSCOPE_ENSURE(pattern.nx() == shape_.qx && pattern.ny() == shape_.qy,
                   "the pattern has another shape than the datacube");
  std::copy(pattern.begin(), pattern.end(), data_.data() + offsetOf(shape_, rx, ry));
}

}  // namespace glasscope
