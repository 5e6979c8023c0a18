#pragma once

#include <map>
#include <vector>

#include "multislice/instrument/ScanInstrument.h"
#include "multislice/tiles/TileRecord.h"

namespace glasscope::multislice {

/// What one scan row recorded.
struct ScanRow {
  std::vector<float> patterns;  ///< [ry, qx, qy]
  /// [ry, 2 signals + 1]: mean over snapshots and its standard error of each signal, then the
  /// intensity at the window's edge.
  std::vector<double> extra;
};

/// Puts rows together from records, and averages over snapshots, always in the same order.
class RowAssembler {
 public:
  RowAssembler(const ScanInstrument& instrument, int snapshots)
      : instrument_(instrument), snapshots_(snapshots) {}

  /// Records of a tile have to come in the order of their snapshots.
  void add(const TileRecord& record);

  /// Numbers of one position in a finished row.
  std::size_t extraPerProbe() const { return 2 * instrument_.signals() + 1; }

  /// Takes out a row of which all records have been added.
  ScanRow take(int rx);

 private:
  struct Part {
    std::vector<float> patterns;
    std::vector<double> numbers;  ///< [ry, snapshot, signals + 1]
  };
  std::size_t numbers() const { return instrument_.signals() + 1; }

  const ScanInstrument& instrument_;
  int snapshots_;
  std::map<int, Part> parts_;
};

}  // namespace glasscope::multislice
