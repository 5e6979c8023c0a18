#include "multislice/Aberrations.h"

#include <cmath>

#include "core/Constants.h"

namespace glasscope::multislice {

double Aberrations::phase_rad(double ax_rad, double ay_rad, double wavelength_A) const {
  const double a2 = ax_rad * ax_rad + ay_rad * ay_rad, a = std::sqrt(a2);
  const double phi = std::atan2(ay_rad, ax_rad);
  const double second = a2 / 2 * (-defocus_A + c12_A * std::cos(2 * (phi - phi12_rad)));
  const double third =
      a * a2 / 3 * (c21_A * std::cos(phi - phi21_rad) + c23_A * std::cos(3 * (phi - phi23_rad)));
  const double higher = a2 * a2 / 4 * c30_A + a2 * a2 * a2 / 6 * c50_A;
  return 2 * constants::kPi / wavelength_A * (second + third + higher);
}

}  // namespace glasscope::multislice
