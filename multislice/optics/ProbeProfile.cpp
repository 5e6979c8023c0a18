#include "multislice/optics/ProbeProfile.h"

#include <cmath>
#include <complex>

#include "core/math/Constants.h"

namespace glasscope::multislice {

namespace {

constexpr int kRadii = 240;
constexpr int kAngles = 600;  // midpoint rule; the integrand turns a few times at most

double intensityAt(double r_A, double limit_invA, const Aberrations& round, double wavelength_A) {
  std::complex<double> sum = 0;
  for (int i = 0; i < kAngles; ++i) {
    const double k = limit_invA * (i + 0.5) / kAngles;
    const double chi = round.phase_rad(wavelength_A * k, 0, wavelength_A);
    sum += std::polar(std::cyl_bessel_j(0.0, 2 * constants::kPi * k * r_A) * k, -chi);
  }
  // Without aberrations the integral at r = 0 is half of the squared limit.
  return std::norm(sum * (limit_invA / kAngles) / (0.5 * limit_invA * limit_invA));
}

double halfMaximumWidth(const ProbeProfile& profile) {
  const double half = 0.5 * profile.intensity.front();
  for (std::size_t i = 1; i < profile.intensity.size(); ++i) {
    const double above = profile.intensity[i - 1], below = profile.intensity[i];
    if (below > half) continue;
    const double part = (above - half) / (above - below);
    return 2 * (profile.radius_A[i - 1] + part * (profile.radius_A[i] - profile.radius_A[i - 1]));
  }
  return 2 * profile.radius_A.back();
}

}  // namespace

ProbeProfile ProbeProfile::of(const ProbeSettings& settings, const ElectronBeam& beam) {
  Aberrations round;
  round.defocus_A = settings.aberrations.defocus_A;
  round.c30_A = settings.aberrations.c30_A;
  round.c50_A = settings.aberrations.c50_A;
  const double limit = beam.frequency_invA(settings.semiangle_mrad);
  const double reach = 1.619 / limit;  // third zero of J1(2 pi limit r), 10.1735 / (2 pi)
  ProbeProfile profile;
  for (int i = 0; i <= kRadii; ++i) {
    const double r = reach * i / kRadii;
    profile.radius_A.push_back(r);
    profile.intensity.push_back(intensityAt(r, limit, round, beam.wavelength_A()));
  }
  profile.fwhm_A = halfMaximumWidth(profile);
  return profile;
}

}  // namespace glasscope::multislice
