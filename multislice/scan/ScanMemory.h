#pragma once

#include <cstddef>

#include "multislice/tiles/ScanLayout.h"

namespace glasscope::multislice {

/// Memory that a scan takes on one rank (the first, which writes), bytes.
struct ScanMemory {
  double potentials_bytes = 0;  ///< transmission functions, or matrices, that are held at once
  double waves_bytes = 0;       ///< of all threads, and of a tile that slices are streamed under
  double building_bytes = 0;    ///< for making slices, by all threads
  double patterns_bytes = 0;    ///< of rows that are being put together and written
  bool builtFirst = true;       ///< all slices are there before the first pattern is

  double all_bytes() const;
  /// `patternPixels` are those of the pixelated detector along each side, 0 without one;
  /// `number_bytes` what one number of a pattern takes on disk.
  static ScanMemory of(const ScanJob& job, const Foil& foil, int snapshots, int patternPixels,
                       double number_bytes = sizeof(float));
};

/// Bands of rows that are computed between two writings: enough for the threads of all ranks (each
/// `threads`) and `positionsWanted` (UnitRunner), within the memory that their patterns of
/// `patternSize` numbers may take. Results do not depend on it.
int bandsTogether(const ScanLayout& layout, std::size_t patternSize, double threads,
                  double positionsWanted);

}  // namespace glasscope::multislice
