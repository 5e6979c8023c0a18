#pragma once

#include "multislice/waves/Fft.h"
#include "multislice/waves/Grid.h"
#include "multislice/waves/PixelRegion.h"
#include "multislice/waves/Wave.h"

namespace glasscope::multislice {

/// How much of a probe has reached the edge of its window, where it comes back in at the other
/// side: the fraction of its intensity in real space in the outermost ring, kRing of the sides
/// wide. Where the window is the cell itself, the edge is half a cell away from the probe.
class EdgeIntensity {
 public:
  static constexpr double kRing = 0.05;
  /// Beyond this, the signals of a window may be wrong by more than a hundredth part. Measured at
  /// 0.0089 (4 mrad in 40 angstrom of a glass): 1.1 % in the worst ring; see docs/multislice.md.
  static constexpr double kWarn = 0.01;

  explicit EdgeIntensity(const Grid& window) : grid_(window), fft_(window.nx(), window.ny()) {}

  /// `wave` in reciprocal space, overwritten; `centre`: the pixel of the window nearest to the
  /// probe.
  double measure(Wave& wave, const PixelCorner& centre) const;

 private:
  Grid grid_;
  Fft fft_;
};

}  // namespace glasscope::multislice
