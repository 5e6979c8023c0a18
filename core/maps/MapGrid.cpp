#include "core/maps/MapGrid.h"

#include <cmath>

namespace glasscope {

MapGrid MapGrid::of(const Map2& map) {
  return {map.nx(), map.ny(), map.pixel_A, map.origin_A, map.periodic};
}

MapGrid MapGrid::of(const DatacubeShape& shape) {
  return {shape.rx, shape.ry, shape.rStep_A, shape.rOrigin_A, shape.periodicScan};
}

Map2 MapGrid::makeMap(std::string name, std::string unit, std::string description) const {
  Map2 map;
  map.name = std::move(name);
  map.unit = std::move(unit);
  map.description = std::move(description);
  map.values = Array2<double>(nx, ny);
  map.pixel_A = step_A;
  map.origin_A = origin_A;
  map.periodic = periodic;
  return map;
}

bool MapGrid::matches(const MapGrid& other) const {
  if (nx != other.nx || ny != other.ny || periodic != other.periodic) return false;
  for (const int d : {0, 1}) {
    const double last = (d == 0 ? nx : ny) - 1;
    const double tolerance = 1e-3 * step_A[d];
    if (std::abs(origin_A[d] - other.origin_A[d]) > tolerance) return false;
    if (std::abs((step_A[d] - other.step_A[d]) * std::max(1.0, last)) > tolerance) return false;
  }
  return true;
}

}  // namespace glasscope
