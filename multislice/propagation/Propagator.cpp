#include "multislice/propagation/Propagator.h"

#include <cmath>

namespace glasscope::multislice {

Propagator::Propagator(const Grid& grid, const ElectronBeam& beam, const BandLimit& limit,
                       double distance_A, const Vec2& tilt_mrad)
    : grid_(grid), factors_(grid.pixels()) {
  for (int i = 0; i < grid.nx(); ++i) {
    for (int j = 0; j < grid.ny(); ++j) {
      const double weight = limit.weight(i, j);
      if (weight == 0) continue;
      const double phase =
          beam.propagationPhase_rad(grid.kx_invA(i), grid.ky_invA(j), distance_A, tilt_mrad);
      factors_[static_cast<std::size_t>(i) * grid.ny() + j] =
          std::complex<float>(std::polar(weight, phase));
    }
  }
}

}  // namespace glasscope::multislice
