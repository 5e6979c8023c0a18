#pragma once

#include <vector>

#include "multislice/Fft.h"
#include "multislice/WaveStepper.h"

namespace glasscope::multislice {

/// Transmit and propagate in two passes a slice, by lines that stay in cache, without the work that
/// the band limit makes vain:
///  - rows (along y): inverse transform, transmission function, forward transform;
///  - columns (along x), only those within the band limit: forward transform, propagator, and the
///    inverse transform of the next slice, on a few columns gathered at a time.
/// Between slices the wave is in reciprocal space along y and in real space along x.
class BandedStepper : public WaveStepper {
 public:
  /// Rows have to be 16-byte aligned: an even number of points along y.
  static bool canStep(const Grid& grid) { return grid.ny() % 2 == 0; }

  explicit BandedStepper(const Propagator& propagator);

  void advance(std::span<std::complex<float>> wave, std::span<const SliceView> slices) override;

 private:
  static constexpr int kTogether = 16;  ///< columns gathered at once: whole cache lines

  void rows(std::complex<float>* wave, const SliceView& slice);
  void columns(std::complex<float>* wave, bool propagate, bool inverse);
  void gather(const std::complex<float>* wave, int column, int count);
  void scatter(std::complex<float>* wave, int column, int count) const;

  int nx_, ny_, stride_;
  LineFft alongX_, alongY_;
  std::vector<int> kept_;  ///< columns within the band limit, ascending
  int keptLow_ = 0;        ///< columns [0, keptLow_) and [keptHigh_, ny) are kept
  int keptHigh_ = 0;
  Wave propagator_;  ///< of kept columns, one behind the other, scaled by 1 / (nx ny)
  Wave line_, block_, spectrum_;
};

}  // namespace glasscope::multislice
