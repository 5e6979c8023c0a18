#include "multislice/optics/TransferFunction.h"

#include <cmath>

#include <fmt/format.h>

#include "core/math/Constants.h"
#include "core/system/Error.h"

namespace glasscope::multislice {

namespace {

using constants::kPi;

double squared(double x) {
  return x * x;
}

}  // namespace

TransferFunction::TransferFunction(const HrtemSettings& settings, const ElectronBeam& beam,
                                   double defocus_A, const Vec2& beamTilt_mrad)
    : settings_(settings), wavelength_A_(beam.wavelength_A()), tilt_rad_(1e-3 * beamTilt_mrad) {
  if (!(settings.aperture_mrad >= 0 && settings.convergence_mrad >= 0 &&
        settings.focalSpread_A >= 0)) {
    throw Error(
        ErrorKind::usage, "the imaging lens cannot be used",
        fmt::format("aperture {} mrad, convergence {} mrad, focal spread {} angstrom",
                    settings.aperture_mrad, settings.convergence_mrad, settings.focalSpread_A),
        "none of them may be negative");
  }
  settings_.aberrations.defocus_A = defocus_A;
  phaseOfBeam_rad_ = settings_.aberrations.phase_rad(tilt_rad_.x(), tilt_rad_.y(), wavelength_A_);
  const auto ray = settings_.aberrations.rayDisplacement_A(tilt_rad_.x(), tilt_rad_.y());
  rayOfBeam_A_ = {ray[0], ray[1]};
}

std::complex<double> TransferFunction::at(double kx_invA, double ky_invA) const {
  const Vec2 angle = wavelength_A_ * Vec2(kx_invA, ky_invA) + tilt_rad_;
  // An angle on the edge of the aperture passes, whatever its rounding.
  if (settings_.aperture_mrad > 0 && angle.norm() > 1e-3 * settings_.aperture_mrad * (1 + 1e-9)) {
    return 0;
  }
  const Aberrations& lens = settings_.aberrations;
  double damping = 0;
  if (settings_.convergence_mrad > 0) {
    const auto ray = lens.rayDisplacement_A(angle.x(), angle.y());
    damping += 2 * squared(kPi * 1e-3 * settings_.convergence_mrad / wavelength_A_) *
               (Vec2(ray[0], ray[1]) - rayOfBeam_A_).squaredNorm();
  }
  if (settings_.focalSpread_A > 0) {
    damping += 0.5 * squared(kPi * settings_.focalSpread_A / wavelength_A_) *
               squared(angle.squaredNorm() - tilt_rad_.squaredNorm());
  }
  const double chi = lens.phase_rad(angle.x(), angle.y(), wavelength_A_) - phaseOfBeam_rad_;
  return std::polar(std::exp(-damping), -chi);
}

void TransferFunction::apply(const Grid& grid, Wave& wave) const {
  for (int i = 0; i < grid.nx(); ++i) {
    for (int j = 0; j < grid.ny(); ++j) {
      std::complex<float>& value = wave[static_cast<std::size_t>(i) * grid.ny() + j];
      if (value == std::complex<float>()) continue;
      value =
          std::complex<float>(std::complex<double>(value) * at(grid.kx_invA(i), grid.ky_invA(j)));
    }
  }
}

}  // namespace glasscope::multislice
