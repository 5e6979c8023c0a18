#pragma once

#include <complex>
#include <span>

#include "multislice/potentials/SliceView.h"

namespace glasscope::multislice {

/// A wave and the slices that it meets: nx * ny values in reciprocal space, 64-byte aligned, and
/// transmission functions of nx x ny values each.
struct TravellingWave {
  std::span<std::complex<float>> wave;
  std::span<const SliceView> slices;
};

}  // namespace glasscope::multislice
