#pragma once

#include "core/math/Vec.h"

namespace glasscope::multislice {

/// A monochromatic electron beam of a given accelerating voltage, relativistic (E. J. Kirkland,
/// Advanced Computing in Electron Microscopy, 2nd ed., Springer 2010, Eqs. 2.5 and 5.6).
///
/// Scattering angles are wavelength times spatial frequency (k = 1/d), the paraxial convention of
/// multislice programs.
class ElectronBeam {
 public:
  /// Throws Error(usage) outside 1 to 5000 kV, where the theory or the tables mean nothing.
  explicit ElectronBeam(double voltage_kV);

  double voltage_kV() const { return voltage_kV_; }
  double wavelength_A() const { return wavelength_A_; }

  /// Phase per projected potential, rad / (V angstrom): 2 pi m e lambda / h^2.
  double interaction_per_VA() const { return interaction_per_VA_; }

  double angle_mrad(double k_invA) const { return 1e3 * wavelength_A_ * k_invA; }
  /// The phase that a plane wave gains over a distance against the beam itself (Fresnel, paraxial):
  /// -pi lambda k^2 dz, and -2 pi dz k . tilt where the beam is inclined by a small angle to the
  /// planes that the distance is measured between (Kirkland 2010, Eq. 6.65 and Chap. 6).
  double propagationPhase_rad(double kx_invA, double ky_invA, double distance_A,
                              const Vec2& tilt_mrad) const;

  double frequency_invA(double angle_mrad) const { return 1e-3 * angle_mrad / wavelength_A_; }

 private:
  double voltage_kV_, wavelength_A_, interaction_per_VA_;
};

}  // namespace glasscope::multislice
