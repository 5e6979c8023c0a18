#pragma once

#include "multislice/waves/Grid.h"

namespace glasscope::multislice {

/// The circular low-pass filter of a grid, applied to transmission functions and propagators. Its
/// edge is hard unless a taper is asked for: then it falls as a raised cosine over the last
/// `taper_invA` before the limit (which is how abTEM filters; used to compare with it).
class BandLimit {
 public:
  explicit BandLimit(const Grid& grid, double taper_invA = 0)
      : grid_(grid), taper_invA_(taper_invA) {}

  /// Weight in [0, 1] of frequency (i, j) of an unshifted transform.
  double weight(int i, int j) const;

 private:
  Grid grid_;
  double taper_invA_;
};

}  // namespace glasscope::multislice
