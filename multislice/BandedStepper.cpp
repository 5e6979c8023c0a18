#include "multislice/BandedStepper.h"

#include <algorithm>

#include "core/Error.h"
#include "multislice/ComplexProduct.h"

namespace glasscope::multislice {

BandedStepper::BandedStepper(const Propagator& propagator)
    : nx_(propagator.grid().nx()),
      ny_(propagator.grid().ny()),
      stride_((nx_ + 7) / 8 * 8),
      alongX_(nx_),
      alongY_(ny_),
      line_(ny_),
      block_(static_cast<std::size_t>(stride_) * kTogether),
      spectrum_(stride_) {
  const Grid& grid = propagator.grid();
  keptHigh_ = ny_;
  while (keptLow_ < ny_ && grid.carries(0, grid.ky_invA(keptLow_))) ++keptLow_;
  while (keptHigh_ > keptLow_ && grid.carries(0, grid.ky_invA(keptHigh_ - 1))) --keptHigh_;
  for (int j = 0; j < ny_; ++j) {
    if (j < keptLow_ || j >= keptHigh_) kept_.push_back(j);
  }
  const float scale = 1.0f / static_cast<float>(grid.pixels());
  propagator_.resize(kept_.size() * stride_);
  for (std::size_t c = 0; c < kept_.size(); ++c) {
    for (int i = 0; i < nx_; ++i) {
      propagator_[c * stride_ + i] =
          scale * propagator.factors()[static_cast<std::size_t>(i) * ny_ + kept_[c]];
    }
  }
}

void BandedStepper::rows(std::complex<float>* wave, const SliceView& slice) {
  for (int i = 0; i < nx_; ++i) {
    std::complex<float>* row = wave + static_cast<std::size_t>(i) * ny_;
    alongY_.inverse(row, line_.data());
    const SliceView from = slice.from(i, 0);
    multiply(line_.data(), from.re, from.im, ny_);
    alongY_.forward(line_.data(), row);
    std::fill(row + keptLow_, row + keptHigh_, 0.0f);
  }
}

void BandedStepper::gather(const std::complex<float>* wave, int column, int count) {
  for (int i = 0; i < nx_; ++i) {
    const std::complex<float>* from = wave + static_cast<std::size_t>(i) * ny_ + column;
    for (int c = 0; c < count; ++c) block_[static_cast<std::size_t>(c) * stride_ + i] = from[c];
  }
}

void BandedStepper::scatter(std::complex<float>* wave, int column, int count) const {
  for (int i = 0; i < nx_; ++i) {
    std::complex<float>* to = wave + static_cast<std::size_t>(i) * ny_ + column;
    for (int c = 0; c < count; ++c) to[c] = block_[static_cast<std::size_t>(c) * stride_ + i];
  }
}

void BandedStepper::columns(std::complex<float>* wave, bool propagate, bool inverse) {
  for (std::size_t at = 0; at < kept_.size();) {
    // Neighbouring columns up to the next gap or multiple of kTogether.
    const int first = kept_[at], end = first < keptLow_ ? keptLow_ : ny_;
    const int count = std::min(end, (first / kTogether + 1) * kTogether) - first;
    gather(wave, first, count);
    for (int c = 0; c < count; ++c, ++at) {
      std::complex<float>* column = block_.data() + static_cast<std::size_t>(c) * stride_;
      if (!propagate) {
        alongX_.inverse(column, spectrum_.data());
        std::copy_n(spectrum_.data(), nx_, column);
        continue;
      }
      alongX_.forward(column, spectrum_.data());
      multiply(spectrum_.data(), propagator_.data() + at * stride_, nx_);
      if (inverse) {
        alongX_.inverse(spectrum_.data(), column);
      } else {
        std::copy_n(spectrum_.data(), nx_, column);
      }
    }
    scatter(wave, first, count);
  }
}

void BandedStepper::advance(std::span<std::complex<float>> wave,
                            std::span<const SliceView> slices) {
  GLASSCOPE_ENSURE(wave.size() == static_cast<std::size_t>(nx_) * ny_, "a wave on another grid");
  if (slices.empty()) return;
  columns(wave.data(), false, true);
  for (std::size_t s = 0; s < slices.size(); ++s) {
    rows(wave.data(), slices[s]);
    columns(wave.data(), true, s + 1 < slices.size());
  }
}

}  // namespace glasscope::multislice
