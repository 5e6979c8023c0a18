#pragma once

#include "core/maps/Map2.h"

namespace glasscope::compare::planted {

/// The corner of a map, `ny` pixels along y: no square, so that its axes cannot be exchanged
/// unseen.
inline Map2 cut(const Map2& map, int nx, int ny) {
  Map2 part = map;
  part.values = Array2<double>(nx, ny);
  for (int x = 0; x < nx; ++x) {
    for (int y = 0; y < ny; ++y) part.values(x, y) = map.values(x, y);
  }
  return part;
}

/// The map with its axes exchanged.
inline Map2 transposed(const Map2& map) {
  Map2 other = map;
  other.values = Array2<double>(map.ny(), map.nx());
  other.pixel_A = {map.pixel_A.y(), map.pixel_A.x()};
  other.origin_A = {map.origin_A.y(), map.origin_A.x()};
  for (int x = 0; x < map.nx(); ++x) {
    for (int y = 0; y < map.ny(); ++y) other.values(y, x) = map.values(x, y);
  }
  return other;
}

}  // namespace glasscope::compare::planted
