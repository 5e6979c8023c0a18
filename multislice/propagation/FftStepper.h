#pragma once

#include "multislice/propagation/WaveStepper.h"
#include "multislice/waves/Fft.h"

namespace glasscope::multislice {

/// Transmit and propagate by whole FFTs: for every grid size, and the check of faster steppers.
class FftStepper : public WaveStepper {
 public:
  explicit FftStepper(const Propagator& propagator);

  void advanceTogether(std::span<const TravellingWave> waves) override;

 private:
  int nx_, ny_;
  Fft fft_;
  Wave scaledPropagator_;  ///< with 1 / (nx ny), for the transforms are unscaled
};

}  // namespace glasscope::multislice
