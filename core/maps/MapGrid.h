#pragma once

#include "core/maps/Datacube.h"
#include "core/maps/Map2.h"

namespace glasscope {

/// Where the pixels of a map lie: what a truth map and the signal it is compared with must share.
struct MapGrid {
  int nx = 0, ny = 0;
  Vec2 step_A{1, 1};    ///< angstrom between pixel centres
  Vec2 origin_A{0, 0};  ///< centre of pixel (0, 0), in the frame of the foil
  bool periodic = false;

  static MapGrid of(const Map2& map);
  static MapGrid of(const DatacubeShape& shape);

  /// An empty (zero) map on this grid.
  Map2 makeMap(std::string name, std::string unit, std::string description) const;

  /// Same shape, and the same positions to a thousandth of a step.
  bool matches(const MapGrid& other) const;
};

}  // namespace glasscope
