#pragma once

#include <algorithm>
#include <vector>

#include "multislice/propagation/LinePlan.h"
#include "multislice/propagation/Propagator.h"
#include "multislice/waves/Wave.h"

namespace glasscope::multislice {

/// How the fused step keeps a wave between its passes: in reciprocal space along x and in real
/// space along y, and only those rows kx that the band limit keeps. The wave is cut into strips of
/// `lanes` neighbouring columns y; a strip holds one slot a row, the real parts of its columns and
/// then their imaginary parts. Both directions read it in long runs: a strip is the input of the
/// transforms along x, and a block of rows is a run of slots in every strip.
struct FusedLayout {
  /// `lanesTogether` lines are transformed side by side.
  FusedLayout(const Propagator& of, int lanesTogether);

  int nx, ny, lanes;
  LinePlan alongX, alongY;
  std::vector<int> keptRows;  ///< kx indices that are kept
  int rowBlocks;              ///< blocks of `lanes` kept rows; the last may be filled up
  int strips;                 ///< the last may be filled up
  int stripValues;            ///< floats of one strip
  /// Where row kx begins in a strip, for reading and for writing: rows that are not kept are read
  /// from a row of zeros and written to a row that nobody reads.
  std::vector<int> readFrom, writeTo;
  /// Slot of frequency ky in the scratch of alongY after the forward passes.
  std::vector<int> slotOfFrequency;
  /// Propagator over nx ny: [row block][position in the order of alongY][re of lanes, im of lanes].
  RealImage propagator;

  std::size_t waveValues() const { return static_cast<std::size_t>(strips) * stripValues; }
  std::size_t scratchValues() const {
    return 2 * static_cast<std::size_t>(lanes) * std::max(alongX.slots(), alongY.slots());
  }
};

}  // namespace glasscope::multislice
