#pragma once

#include "multislice/Fft.h"
#include "multislice/WaveStepper.h"

namespace glasscope::multislice {

/// Transmit and propagate by whole FFTs: for every grid size, and the check of faster steppers.
class FftStepper : public WaveStepper {
 public:
  explicit FftStepper(const Propagator& propagator);

  void advance(std::span<std::complex<float>> waves, const Transmission& transmission, int first,
               int last) override;

 private:
  void step(std::complex<float>* wave, const std::complex<float>* transmission) const;

  Fft fft_;
  Wave scaledPropagator_;  ///< with 1 / (nx ny), for the transforms are unscaled
};

}  // namespace glasscope::multislice
