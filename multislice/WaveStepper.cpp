#include "multislice/WaveStepper.h"

#include "multislice/BandedStepper.h"
#include "multislice/FftStepper.h"

namespace glasscope::multislice {

std::unique_ptr<WaveStepper> makeWaveStepper(const Propagator& propagator) {
  if (BandedStepper::canStep(propagator.grid())) return std::make_unique<BandedStepper>(propagator);
  return std::make_unique<FftStepper>(propagator);
}

}  // namespace glasscope::multislice
