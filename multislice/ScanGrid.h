#pragma once

#include "core/Vec.h"
#include "multislice/Foil.h"

namespace glasscope::multislice {

/// A rectangular raster of probe positions in the frame of the foil.
struct ScanGrid {
  int nx = 0, ny = 0;
  Vec2 origin_A{0, 0};  ///< position (0, 0)
  Vec2 step_A{0, 0};
  bool periodic = false;  ///< the raster tiles a periodic foil without a seam

  /// Covers a whole periodic foil with steps of at most `step_A`, evenly.
  static ScanGrid covering(const Foil& foil, double step_A);
  /// Covers a whole periodic foil with nx x ny positions.
  static ScanGrid covering(const Foil& foil, int nx, int ny);

  Vec2 position(int rx, int ry) const {
    return {origin_A.x() + rx * step_A.x(), origin_A.y() + ry * step_A.y()};
  }
  long size() const { return static_cast<long>(nx) * ny; }

  /// Throws Error(usage) for an empty raster, a non-positive step, or a position outside the foil.
  void requireInside(const Foil& foil) const;
};

}  // namespace glasscope::multislice
