#pragma once

#include <cstddef>
#include <vector>

#include "multislice/tiles/ScanTile.h"

namespace glasscope::multislice {

/// What one unit of a scan recorded.
struct TileRecord {
  ScanUnit unit;
  /// [probe, qx, qy]: weighted patterns, those of the unit's snapshots added in their order.
  std::vector<float> patterns;
  /// [probe, snapshot of the unit, numbers]: detector signals, and the intensity at the window's
  /// edge (of the first snapshot of all; 0 for the others).
  std::vector<double> numbers;

  /// Empty, of the right size.
  static TileRecord of(const ScanUnit& unit, std::size_t patternSize, std::size_t numbers);

  /// To rank 0, and there.
  void send() const;
  void receive(int source);
};

/// One position of one record.
struct RecordedProbe {
  TileRecord* record;
  long index;
  int rx() const { return record->unit.tile.rx(index); }
  int ry() const { return record->unit.tile.ry(index); }
};

}  // namespace glasscope::multislice
