#pragma once

#include <vector>

#include "multislice/instrument/ProbeWindows.h"
#include "multislice/tiles/ScanTile.h"

namespace glasscope::multislice {

/// How a scan is carried out in the memory that it may take: a function of the job and the specimen
/// alone, never of threads or ranks, so that results do not depend on those.
///
/// Where the transmission functions of all snapshots, on all that the windows cover, fit
/// `potential_memory_GB`, they are kept. Otherwise they are streamed: positions are computed tile
/// by tile, and for each tile and snapshot the slices on the region that its windows cover are
/// built a few at a time, carry all waves of the tile, and are dropped. Up to half of the memory is
/// for slices, the rest for waves; tiles are the smallest that cost at most 5 % more than the best.
class ScanLayout {
 public:
  ScanLayout(const ScanJob& job, const Foil& foil, int snapshots);

  const ScanGrid& scan() const { return scan_; }
  int snapshots() const { return snapshots_; }
  bool kept() const { return kept_; }
  int tileRows() const { return tileRows_; }
  int tileColumns() const { return tileColumns_; }
  /// Tiles of rows [band * tileRows, ...), by columns.
  std::vector<ScanTile> tilesOfBand(int band) const;
  int bands() const { return (scan_.nx + tileRows_ - 1) / tileRows_; }

  /// What the windows of some positions cover.
  PixelRegion region(const ScanTile& tile) const;
  /// Everything that the windows of the scan cover.
  const PixelRegion& covered() const { return covered_; }
  /// As large as any region that will be built: all that is covered when it is kept, else the
  /// largest of a tile (its corner means nothing).
  const PixelRegion& largest() const { return largest_; }
  int slicesTogether() const { return slicesTogether_; }

  double potential_bytes() const;  ///< transmission functions held at once
  double wave_bytes() const;       ///< waves held at once by `threads` threads
  double building_bytes() const;   ///< for building slices, by all threads of a rank

 private:
  void chooseTiles(double patternRow_bytes);
  PixelRegion largestRegion(int rows, int columns) const;
  double sliceBudget_bytes(const PixelRegion& region) const;
  double costOf(const PixelRegion& region, double positions) const;

  ProbeWindows windows_;
  ScanGrid scan_;
  int slices_, snapshots_, finer_;  ///< oversampling of the potential
  double budget_bytes_;
  bool kept_ = true;
  int tileRows_ = 1, tileColumns_ = 1, slicesTogether_ = 1;
  PixelRegion covered_, largest_;
};

}  // namespace glasscope::multislice
