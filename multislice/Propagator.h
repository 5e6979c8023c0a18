#pragma once

#include <span>

#include "multislice/BandLimit.h"
#include "multislice/ElectronBeam.h"
#include "multislice/Wave.h"

namespace glasscope::multislice {

/// Free-space propagation over one slice in reciprocal space (Fresnel, paraxial):
/// exp(-i pi lambda k^2 dz), zero beyond the band limit (Kirkland 2010, Eq. 6.65).
class Propagator {
 public:
  Propagator(const Grid& grid, const ElectronBeam& beam, const BandLimit& limit, double distance_A);

  const Grid& grid() const { return grid_; }
  /// Factors [kx, ky], unshifted.
  std::span<const std::complex<float>> factors() const { return factors_; }

 private:
  Grid grid_;
  Wave factors_;
};

}  // namespace glasscope::multislice
