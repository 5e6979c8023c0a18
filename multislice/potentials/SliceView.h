#pragma once

#include <cstddef>

namespace glasscope::multislice {

/// The transmission function of one slice as steppers see it: real and imaginary parts in planes
/// of their own, y fastest, so that SIMD code loads neighbours along y directly. The value at
/// (i, j) is re[i * stride + j] + i im[i * stride + j]. The window of a probe is the same planes of
/// a larger region with an offset; no alignment is promised.
struct SliceView {
  const float* re = nullptr;
  const float* im = nullptr;
  std::ptrdiff_t stride = 0;

  /// A good stride for rows of `ny` values: whole cache lines, and an odd number of them, so that
  /// rows do not fall into the same set of a cache.
  static std::ptrdiff_t strideFor(int ny) { return 16 * ((ny + 15) / 16 | 1); }

  /// The part of the slice that begins at row i and column j.
  SliceView from(std::ptrdiff_t i, std::ptrdiff_t j) const {
    const std::ptrdiff_t offset = i * stride + j;
    return {re + offset, im + offset, stride};
  }
};

}  // namespace glasscope::multislice
