#pragma once

#include <complex>
#include <memory>
#include <span>

#include "multislice/Propagator.h"
#include "multislice/Transmission.h"

namespace glasscope::multislice {

/// Carries waves through slices: the inner loop of everything.
///
/// Waves live in reciprocal space between the slices (unshifted [kx, ky], nothing beyond the band
/// limit): that is how probes are made and how detectors see them. An implementation may use any
/// layout inside `advance`, converts at its two ends, and keeps scratch of its own: one stepper
/// belongs to one thread. What it returns must not depend on how many waves were given at once.
class WaveStepper {
 public:
  virtual ~WaveStepper() = default;

  /// For every slice s in [first, last): wave <- P F[ t_s F^-1[wave] ]. `waves` holds one or more
  /// waves of nx * ny values each, one behind the other, 64-byte aligned.
  virtual void advance(std::span<std::complex<float>> waves, const Transmission& transmission,
                       int first, int last) = 0;
};

/// The best stepper for this grid. `propagator` must outlive it.
std::unique_ptr<WaveStepper> makeWaveStepper(const Propagator& propagator);

}  // namespace glasscope::multislice
