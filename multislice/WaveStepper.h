#pragma once

#include <complex>
#include <memory>
#include <span>

#include "multislice/Propagator.h"
#include "multislice/SliceView.h"

namespace glasscope::multislice {

/// Carries waves through slices: the inner loop of everything.
///
/// Waves live in reciprocal space between the slices (unshifted [kx, ky], nothing beyond the band
/// limit): that is how probes are made and how detectors see them. An implementation may use any
/// layout inside `advance`, converts at its two ends, and keeps scratch of its own: one stepper
/// belongs to one thread.
class WaveStepper {
 public:
  virtual ~WaveStepper() = default;

  /// For every slice in order: wave <- P F[ t F^-1[wave] ]. `wave` holds nx * ny values, 64-byte
  /// aligned; `slices` show transmission functions of nx x ny values each. Whether slices are given
  /// in one call or in several is a matter of rounding only.
  virtual void advance(std::span<std::complex<float>> wave, std::span<const SliceView> slices) = 0;
};

/// The best stepper for this grid. `propagator` must outlive it.
std::unique_ptr<WaveStepper> makeWaveStepper(const Propagator& propagator);

}  // namespace glasscope::multislice
