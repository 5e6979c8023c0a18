#include "multislice/FftStepper.h"

#include "core/Error.h"
#include "multislice/ComplexProduct.h"

namespace glasscope::multislice {

FftStepper::FftStepper(const Propagator& propagator)
    : fft_(propagator.grid().nx(), propagator.grid().ny()),
      scaledPropagator_(propagator.factors().begin(), propagator.factors().end()) {
  const float scale = 1.0f / static_cast<float>(propagator.grid().pixels());
  for (auto& factor : scaledPropagator_) factor *= scale;
}

void FftStepper::step(std::complex<float>* wave, const std::complex<float>* transmission) const {
  const std::size_t pixels = scaledPropagator_.size();
  fft_.inverse(wave);
  multiply(wave, transmission, pixels);
  fft_.forward(wave);
  multiply(wave, scaledPropagator_.data(), pixels);
}

void FftStepper::advance(std::span<std::complex<float>> waves, const Transmission& transmission,
                         int first, int last) {
  const std::size_t pixels = scaledPropagator_.size();
  GLASSCOPE_ENSURE(waves.size() % pixels == 0, "waves on another grid");
  for (std::size_t at = 0; at < waves.size(); at += pixels) {
    for (int s = first; s < last; ++s) step(waves.data() + at, transmission.slice(s).data());
  }
}

}  // namespace glasscope::multislice
