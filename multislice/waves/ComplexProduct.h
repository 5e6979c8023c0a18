#pragma once

#include <complex>
#include <cstddef>

namespace glasscope::multislice {

/// wave *= factor, value by value. Written out, because the product of std::complex checks for
/// infinities, which costs more than the product itself.
inline void multiply(std::complex<float>* wave, const std::complex<float>* factor,
                     std::size_t count) {
  auto* w = reinterpret_cast<float*>(wave);
  const auto* f = reinterpret_cast<const float*>(factor);
  for (std::size_t i = 0; i < 2 * count; i += 2) {
    const float re = w[i] * f[i] - w[i + 1] * f[i + 1];
    const float im = w[i] * f[i + 1] + w[i + 1] * f[i];
    w[i] = re;
    w[i + 1] = im;
  }
}

/// wave *= re + i im, value by value: a factor whose parts lie in planes of their own.
inline void multiply(std::complex<float>* wave, const float* factorRe, const float* factorIm,
                     std::size_t count) {
  auto* w = reinterpret_cast<float*>(wave);
  for (std::size_t i = 0; i < count; ++i) {
    const float re = w[2 * i] * factorRe[i] - w[2 * i + 1] * factorIm[i];
    const float im = w[2 * i] * factorIm[i] + w[2 * i + 1] * factorRe[i];
    w[2 * i] = re;
    w[2 * i + 1] = im;
  }
}

}  // namespace glasscope::multislice
