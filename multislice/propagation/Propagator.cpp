#include "multislice/propagation/Propagator.h"

#include <cmath>

#include "core/math/Constants.h"

namespace glasscope::multislice {

Propagator::Propagator(const Grid& grid, const ElectronBeam& beam, const BandLimit& limit,
                       double distance_A, const Vec2& tilt_mrad)
    : grid_(grid), factors_(grid.pixels()) {
  for (int i = 0; i < grid.nx(); ++i) {
    for (int j = 0; j < grid.ny(); ++j) {
      const double weight = limit.weight(i, j);
      if (weight == 0) continue;
      const double kx = grid.kx_invA(i), ky = grid.ky_invA(j);
      const double fresnel =
          -constants::kPi * beam.wavelength_A() * (kx * kx + ky * ky) * distance_A;
      const double sideways =
          -2e-3 * constants::kPi * (kx * tilt_mrad.x() + ky * tilt_mrad.y()) * distance_A;
      const double phase = fresnel + sideways;
      factors_[static_cast<std::size_t>(i) * grid.ny() + j] =
          std::complex<float>(std::polar(weight, phase));
    }
  }
}

}  // namespace glasscope::multislice
