#include "multislice/waves/ElectronBeam.h"

#include <cmath>

#include <fmt/format.h>

#include "core/math/Constants.h"
#include "core/system/Error.h"

namespace glasscope::multislice {

ElectronBeam::ElectronBeam(double voltage_kV) : voltage_kV_(voltage_kV) {
  using namespace constants;
  if (!(voltage_kV >= 1 && voltage_kV <= 5000)) {
    throw Error(ErrorKind::usage, fmt::format("voltage_kV = {} cannot be used", voltage_kV),
                "fast-electron scattering by these tables makes sense from 1 to 5000 kV",
                "give the accelerating voltage in kilovolts, 200 for 200 kV");
  }
  const double energy_eV = 1e3 * voltage_kV;
  // Kirkland 2010, Eq. 2.5.
  const double momentum_eV = std::sqrt(energy_eV * (2 * kElectronRest_eV + energy_eV));
  wavelength_A_ = 1e10 * kPlanck_Js * kLightSpeed_m_per_s / (kElementaryCharge_C * momentum_eV);
  // Kirkland 2010, Eq. 5.6: sigma = 2 pi / (lambda V) (m c^2 + e V) / (2 m c^2 + e V).
  interaction_per_VA_ = 2 * kPi / (wavelength_A_ * energy_eV) * (kElectronRest_eV + energy_eV) /
                        (2 * kElectronRest_eV + energy_eV);
}

double ElectronBeam::propagationPhase_rad(double kx_invA, double ky_invA, double distance_A,
                                          const Vec2& tilt_mrad) const {
  const double fresnel =
      -constants::kPi * wavelength_A_ * (kx_invA * kx_invA + ky_invA * ky_invA) * distance_A;
  const double sideways =
      -2e-3 * constants::kPi * (kx_invA * tilt_mrad.x() + ky_invA * tilt_mrad.y()) * distance_A;
  return fresnel + sideways;
}

}  // namespace glasscope::multislice
