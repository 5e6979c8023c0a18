#include "multislice/optics/ProbeProfile.h"

#include <cmath>
#include <complex>
#include <utility>

#include <gtest/gtest.h>

#include "core/math/Constants.h"

namespace glasscope::multislice {
namespace {

ProbeProfile profileOf(double semiangle_mrad, double defocus_A = 0) {
  ProbeSettings settings;
  settings.semiangle_mrad = semiangle_mrad;
  settings.aberrations.defocus_A = defocus_A;
  return ProbeProfile::of(settings, ElectronBeam(200));
}

TEST(ProbeProfile, withoutAberrationsItIsTheAiryPattern) {
  const ProbeProfile profile = profileOf(10);
  const double limit = ElectronBeam(200).frequency_invA(10);
  EXPECT_NEAR(profile.intensity.front(), 1, 1e-12);
  for (std::size_t i = 1; i < profile.radius_A.size(); ++i) {
    const double x = 2 * constants::kPi * limit * profile.radius_A[i];
    // The midpoint rule with 600 points leaves an error of order (x / 600)^2, below 3e-4 of the
    // amplitude at the rim of the profile, where the amplitude itself is below 0.1.
    EXPECT_NEAR(profile.intensity[i], std::pow(2 * std::cyl_bessel_j(1.0, x) / x, 2), 1e-4);
  }
}

TEST(ProbeProfile, theWidthIsHalfAWavelengthOverTheAngle) {
  // Airy disc: full width at half maximum 0.5145 lambda / alpha (Born and Wolf, Sec. 8.5.2).
  // Linear interpolation between 240 radii: better than 1e-3.
  const double expected = 0.5145 * ElectronBeam(200).wavelength_A() / 3e-3;
  EXPECT_NEAR(profileOf(3).fwhm_A, expected, 1e-3 * expected);
}

TEST(ProbeProfile, roundAberrationsOfEveryOrderCountWithTheirPhases) {
  // At the centre |integral of exp(-i chi) 2 u du|^2 over the aperture, u the angle in semiangles;
  // chi = pi / lambda (C1 a^2 - ...) is written out by its orders: C30 a^4 / 4, C50 a^6 / 6.
  const double alpha = 25e-3, lambda = ElectronBeam(200).wavelength_A();
  const auto centre = [&](double c30_A, double c50_A) {
    std::complex<double> sum = 0;
    const int steps = 4000;
    for (int i = 0; i < steps; ++i) {
      const double u = (i + 0.5) / steps, a = alpha * u;
      const double path = c30_A * std::pow(a, 4) / 4 + c50_A * std::pow(a, 6) / 6;
      sum += std::polar(2 * u / steps, -2 * constants::kPi / lambda * path);
    }
    return std::norm(sum);
  };
  for (const auto& [c30, c50] : {std::pair{2e5, 0.0}, {0.0, 3e8}, {-2e5, 5e8}}) {
    ProbeSettings settings;
    settings.semiangle_mrad = 25;
    settings.aberrations.c30_A = c30;
    settings.aberrations.c50_A = c50;
    const double found = ProbeProfile::of(settings, ElectronBeam(200)).intensity.front();
    EXPECT_NEAR(found, centre(c30, c50), 1e-4) << c30 << " " << c50;  // midpoint rule of 600
    EXPECT_LT(found, 0.97);                                           // each of them counts
  }
}

TEST(ProbeProfile, defocusWidensTheProbeAndItsSignDoesNotMatter) {
  EXPECT_GT(profileOf(25, 80).fwhm_A, 1.2 * profileOf(25).fwhm_A);
  EXPECT_NEAR(profileOf(25, 80).fwhm_A, profileOf(25, -80).fwhm_A, 1e-9);
}

// The centre of a round probe is |int exp(-i chi) 2 u du|^2 with u = k / limit. Of one aberration
// chi = 2 pi / lambda C alpha^(n+1) u^(n+1) / (n+1), and to second order the intensity is
// 1 - var(chi) with chi averaged over the disc (Born and Wolf, Sec. 9.3): of defocus
// u^2 has the variance 1/12, of third order u^4 4/45, of fifth order u^6 9/112.
TEST(ProbeProfile, everyRoundAberrationLowersTheCentreByItsVariance) {
  const ElectronBeam beam(200);
  constexpr double kAngle = 25e-3, kRim = 0.3;  // chi at the rim, rad
  const double unit = kRim * beam.wavelength_A() / (2 * constants::kPi);
  ProbeSettings defocus, third, fifth;
  for (ProbeSettings* settings : {&defocus, &third, &fifth})
    settings->semiangle_mrad = 1e3 * kAngle;
  defocus.aberrations.defocus_A = 2 * unit / std::pow(kAngle, 2);
  third.aberrations.c30_A = 4 * unit / std::pow(kAngle, 4);
  fifth.aberrations.c50_A = 6 * unit / std::pow(kAngle, 6);
  // The next order is chi^4, below 1e-4 here.
  const auto lost = [&](const ProbeSettings& settings) {
    return 1 - ProbeProfile::of(settings, beam).intensity.front();
  };
  EXPECT_NEAR(lost(defocus), kRim * kRim / 12, 2e-4);
  EXPECT_NEAR(lost(third), kRim * kRim * 4 / 45, 2e-4);
  EXPECT_NEAR(lost(fifth), kRim * kRim * 9 / 112, 2e-4);
}

// Common radii and other samplings do not change what a probe is: the profile at each defocus is
// that which is computed alone, as far as that reaches, to the interpolation between its radii.
TEST(ProbeProfile, throughFocusIsThatOfEachDefocus) {
  ProbeSettings settings;
  settings.aberrations.c30_A = 2e4;
  const ElectronBeam beam(200);
  const std::vector<double> defoci{-30, 0, 60};
  const auto profiles = ProbeProfile::throughFocus(settings, beam, defoci, 7.5);
  ASSERT_EQ(profiles.size(), 3u);
  for (std::size_t i = 0; i < defoci.size(); ++i) {
    settings.aberrations.defocus_A = defoci[i];
    const ProbeProfile alone = ProbeProfile::of(settings, beam);
    EXPECT_DOUBLE_EQ(profiles[i].radius_A.back(), 7.5);
    EXPECT_NEAR(profiles[i].intensity.front(), alone.intensity.front(), 1e-6);
    EXPECT_NEAR(profiles[i].fwhm_A, alone.fwhm_A, 0.01 * alone.fwhm_A);
  }
}

}  // namespace
}  // namespace glasscope::multislice
