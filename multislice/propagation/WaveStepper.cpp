#include "multislice/propagation/WaveStepper.h"

#include "multislice/propagation/FftStepper.h"
#include "multislice/propagation/FusedStepper.h"

namespace glasscope::multislice {

std::unique_ptr<WaveStepper> makeWaveStepper(const Propagator& propagator) {
  if (FusedStepper::canStep(propagator.grid())) return std::make_unique<FusedStepper>(propagator);
  return std::make_unique<FftStepper>(propagator);
}

}  // namespace glasscope::multislice
