#include "multislice/FftStepper.h"

#include "core/Error.h"

namespace glasscope::multislice {

namespace {

// Written out: std::complex multiplication checks for infinities, which costs more than the
// product.
void multiply(std::complex<float>* wave, const std::complex<float>* factor, std::size_t count) {
  auto* w = reinterpret_cast<float*>(wave);
  const auto* f = reinterpret_cast<const float*>(factor);
  for (std::size_t i = 0; i < 2 * count; i += 2) {
    const float re = w[i] * f[i] - w[i + 1] * f[i + 1];
    const float im = w[i] * f[i + 1] + w[i + 1] * f[i];
    w[i] = re;
    w[i + 1] = im;
  }
}

}  // namespace

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

std::unique_ptr<WaveStepper> makeWaveStepper(const Propagator& propagator) {
  return std::make_unique<FftStepper>(propagator);
}

}  // namespace glasscope::multislice
