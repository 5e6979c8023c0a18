#include "multislice/optics/ProbeProfile.h"

#include <cmath>

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

TEST(ProbeProfile, defocusWidensTheProbeAndItsSignDoesNotMatter) {
  EXPECT_GT(profileOf(25, 80).fwhm_A, 1.2 * profileOf(25).fwhm_A);
  EXPECT_NEAR(profileOf(25, 80).fwhm_A, profileOf(25, -80).fwhm_A, 1e-9);
}

}  // namespace
}  // namespace glasscope::multislice
