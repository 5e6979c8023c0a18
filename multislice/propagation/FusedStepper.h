#pragma once

#include "multislice/propagation/FusedKernels.h"
#include "multislice/propagation/FusedLayout.h"
#include "multislice/propagation/WaveStepper.h"

namespace glasscope::multislice {

/// The fast stepper: both transforms of a slice, its transmission function and the propagator in
/// two passes over a wave that stays in the second-level cache.
///  - Along x: inverse transform, transmission function, forward transform.
///  - Along y, only rows kx within the band limit: forward transform, propagator, inverse
///  transform.
/// Many lines are transformed side by side, one a SIMD lane, in a scratch that stays in the
/// first-level cache; each pass goes there and back in digit-reversed order, so that nothing is
/// sorted. Between the passes the wave is in reciprocal space along x and in real space along y.
class FusedStepper : public WaveStepper {
 public:
  /// Both sides 2^a 3^b 5^c 7^d, from 18 up (LinePlan::canPlan).
  static bool canStep(const Grid& grid);

  explicit FusedStepper(const Propagator& propagator);

  void advanceTogether(std::span<const TravellingWave> waves) override;

 private:
  /// kTogether waves at most.
  void advanceGroup(std::span<const TravellingWave> waves);

  FusedLayout layout_;
  RealImage strips_, scratch_;
};

}  // namespace glasscope::multislice
