#pragma once

#include <algorithm>

namespace glasscope::multislice {

/// A rectangle of scan positions, rows [rx0, rx1) x columns [ry0, ry1), that is computed together.
struct ScanTile {
  int rx0 = 0, rx1 = 0, ry0 = 0, ry1 = 0;

  int columns() const { return ry1 - ry0; }
  long size() const { return static_cast<long>(rx1 - rx0) * columns(); }
  int rx(long probe) const { return rx0 + static_cast<int>(probe / columns()); }
  int ry(long probe) const { return ry0 + static_cast<int>(probe % columns()); }
};

/// What one rank computes at a time: a tile of some consecutive snapshots.
struct ScanUnit {
  ScanTile tile;
  int firstSnapshot = 0, snapshots = 1;
};

}  // namespace glasscope::multislice
