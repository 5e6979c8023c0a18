#pragma once

#include <span>

#include "core/math/Vec.h"
#include "multislice/waves/BandLimit.h"
#include "multislice/waves/ElectronBeam.h"
#include "multislice/waves/Wave.h"

namespace glasscope::multislice {

/// Free-space propagation over one slice in reciprocal space (Fresnel, paraxial):
/// exp(-i pi lambda k^2 dz), zero beyond the band limit (Kirkland 2010, Eq. 6.65).
///
/// Where the beam is inclined to the normal of the slices by a small angle, frequencies count from
/// that of the inclined beam, and a phase moves the wave sideways as it travels (the small tilt of
/// Kirkland 2010, Chap. 6): exp(-2 pi i dz k . tilt). A beam of positive tilt runs towards positive
/// x and y.
class Propagator {
 public:
  Propagator(const Grid& grid, const ElectronBeam& beam, const BandLimit& limit, double distance_A,
             const Vec2& tilt_mrad = {0, 0});

  const Grid& grid() const { return grid_; }
  /// Factors [kx, ky], unshifted.
  std::span<const std::complex<float>> factors() const { return factors_; }

 private:
  Grid grid_;
  Wave factors_;
};

}  // namespace glasscope::multislice
