#include "multislice/optics/ProbeProfile.h"

#include <algorithm>
#include <cmath>
#include <complex>

#include "core/math/Constants.h"

namespace glasscope::multislice {

namespace {

// The integral over the aperture by the midpoint rule.
constexpr int kFewestAngles = 600;  // the integrand turns a few times at most
constexpr double kAnglesInATurn = 12;
constexpr int kFewestRadii = 240;
constexpr double kRadiiInAWidth = 16;
constexpr double kAiryWidth = 0.5145;  // full width at half maximum, times the limit

// J0(2 pi k r) k at every radius (rows) and angle, k from 0 to the limit of the aperture.
struct Aperture {
  std::vector<double> k_invA, radius_A, bessel;

  Aperture(double limit_invA, double reach_A, int radii, int angles) {
    for (int i = 0; i < angles; ++i) k_invA.push_back(limit_invA * (i + 0.5) / angles);
    for (int i = 0; i <= radii; ++i) {
      radius_A.push_back(reach_A * i / radii);
      for (const double k : k_invA) {
        bessel.push_back(std::cyl_bessel_j(0.0, 2 * constants::kPi * k * radius_A.back()) * k);
      }
    }
  }

  // |int J0(2 pi k r) exp(-i chi) k dk|^2 at every radius, without aberrations 1 at the centre.
  std::vector<double> intensity(const Aberrations& round, double wavelength_A) const {
    std::vector<std::complex<double>> lens;
    double whole = 0;
    for (const double k : k_invA) {
      lens.push_back(std::polar(1.0, -round.phase_rad(wavelength_A * k, 0, wavelength_A)));
      whole += k;
    }
    std::vector<double> result;
    for (std::size_t r = 0; r < radius_A.size(); ++r) {
      std::complex<double> sum = 0;
      const double* row = bessel.data() + r * k_invA.size();
      for (std::size_t i = 0; i < lens.size(); ++i) sum += lens[i] * row[i];
      result.push_back(std::norm(sum / whole));
    }
    return result;
  }
};

Aberrations roundPart(const ProbeSettings& settings) {
  Aberrations round;
  round.defocus_A = settings.aberrations.defocus_A;
  round.c30_A = settings.aberrations.c30_A;
  round.c50_A = settings.aberrations.c50_A;
  return round;
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

ProbeProfile profileOf(const Aperture& aperture, const Aberrations& round, double wavelength_A) {
  ProbeProfile profile{aperture.radius_A, aperture.intensity(round, wavelength_A), 0};
  profile.fwhm_A = halfMaximumWidth(profile);
  return profile;
}

}  // namespace

double airyWidth_A(double semiangle_mrad, const ElectronBeam& beam) {
  return 1e3 * kAiryWidth * beam.wavelength_A() / semiangle_mrad;
}

double semiangleOfWidth_mrad(double fwhm_A, const ElectronBeam& beam) {
  return 1e3 * kAiryWidth * beam.wavelength_A() / fwhm_A;
}

ProbeProfile ProbeProfile::of(const ProbeSettings& settings, const ElectronBeam& beam) {
  const double limit = beam.frequency_invA(settings.semiangle_mrad);
  const double reach = 1.619 / limit;  // third zero of J1(2 pi limit r), 10.1735 / (2 pi)
  return profileOf({limit, reach, kFewestRadii, kFewestAngles}, roundPart(settings),
                   beam.wavelength_A());
}

std::vector<ProbeProfile> ProbeProfile::throughFocus(const ProbeSettings& settings,
                                                     const ElectronBeam& beam,
                                                     const std::vector<double>& defoci_A,
                                                     double reach_A) {
  const double limit = beam.frequency_invA(settings.semiangle_mrad);
  Aberrations round = roundPart(settings);
  double turns = limit * reach_A;  // of the Bessel function, then of the lens at the rim
  for (const double defocus : defoci_A) {
    const double angle = beam.wavelength_A() * limit;
    const double phase = round.withDefocus(defocus).phase_rad(angle, 0, beam.wavelength_A());
    turns = std::max(turns, limit * reach_A + std::abs(phase) / (2 * constants::kPi));
  }
  const int angles = std::max(kFewestAngles, static_cast<int>(kAnglesInATurn * turns));
  const int radii =
      std::max(kFewestRadii, static_cast<int>(kRadiiInAWidth * reach_A * limit / kAiryWidth));
  const Aperture aperture(limit, reach_A, radii, angles);
  std::vector<ProbeProfile> profiles;
  for (const double defocus : defoci_A) {
    profiles.push_back(profileOf(aperture, round.withDefocus(defocus), beam.wavelength_A()));
  }
  return profiles;
}

}  // namespace glasscope::multislice
