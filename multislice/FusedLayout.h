#pragma once

#include <vector>

#include "multislice/LinePlan.h"
#include "multislice/Propagator.h"
#include "multislice/Wave.h"

namespace glasscope::multislice {

/// How the fused step keeps a wave between its passes: in reciprocal space along x and in real
/// space along y, real and imaginary parts in planes of their own, and only those rows kx that the
/// band limit keeps.
struct FusedLayout {
  /// `lanes` is the number of lines that are transformed side by side.
  FusedLayout(const Propagator& propagator, int lanes);

  int nx, ny, lanes;
  LinePlan alongX, alongY;
  std::vector<int> keptRows;  ///< kx indices that are kept
  int rowBlocks;              ///< blocks of `lanes` kept rows; the last may be filled up
  int stride;                 ///< values from row to row of a plane, a multiple of 16
  int planeValues;            ///< size of one plane
  /// Where row kx begins in a plane, for reading and for writing: rows that are not kept are read
  /// from a row of zeros and written to a row that nobody reads.
  std::vector<int> readFrom, writeTo;
  /// Propagator over nx ny: [row block][position in the order of alongY][re of lanes, im of lanes].
  RealImage propagator;

  std::size_t scratchValues() const {
    return 2 * static_cast<std::size_t>(lanes) * std::max(alongX.slots(), alongY.slots());
  }
};

}  // namespace glasscope::multislice
