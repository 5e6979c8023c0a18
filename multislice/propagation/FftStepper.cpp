#include "multislice/propagation/FftStepper.h"

#include "core/system/Error.h"
#include "multislice/waves/ComplexProduct.h"

namespace glasscope::multislice {

FftStepper::FftStepper(const Propagator& propagator)
    : nx_(propagator.grid().nx()),
      ny_(propagator.grid().ny()),
      fft_(nx_, ny_),
      scaledPropagator_(propagator.factors().begin(), propagator.factors().end()) {
  const float scale = 1.0f / static_cast<float>(propagator.grid().pixels());
  for (auto& factor : scaledPropagator_) factor *= scale;
}

void FftStepper::advanceTogether(std::span<const TravellingWave> waves) {
  for (const auto& [wave, slices] : waves) {
    GLASSCOPE_ENSURE(wave.size() == scaledPropagator_.size(), "a wave on another grid");
    for (const SliceView& slice : slices) {
      fft_.inverse(wave.data());
      for (int i = 0; i < nx_; ++i) {
        const SliceView row = slice.from(i, 0);
        multiply(wave.data() + static_cast<std::size_t>(i) * ny_, row.re, row.im, ny_);
      }
      fft_.forward(wave.data());
      multiply(wave.data(), scaledPropagator_.data(), wave.size());
    }
  }
}

}  // namespace glasscope::multislice
