#include "multislice/plane_wave/runPlaneWave.h"

#include <algorithm>
#include <complex>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "tests/multislice/SmallGlass.h"

namespace glasscope::multislice {
namespace {

TEST(runPlaneWave, diffractionIsTheTransformOfTheExitWave) {
  const Foil foil = smallGlass();
  MicroscopeSettings microscope;
  microscope.max_angle_mrad = 100;
  const PlaneWaveResult result = runPlaneWave(microscope, std::span(&foil, 1));
  double real = 0, reciprocal = 0;
  for (const auto& w : result.exitWave) real += std::norm(w);
  for (float d : result.diffraction) reciprocal += d;
  EXPECT_NEAR(real / static_cast<double>(result.grid.pixels()), reciprocal, 1e-5);
  EXPECT_LT(reciprocal, 1);
  EXPECT_GT(reciprocal, 0.9);
  // The forward beam is the strongest and lies in the middle.
  const float centre = result.diffraction(result.grid.nx() / 2, result.grid.ny() / 2);
  EXPECT_EQ(centre, *std::max_element(result.diffraction.begin(), result.diffraction.end()));
}

TEST(runPlaneWave, wantsToKnowHowFarToLook) {
  const Foil foil = smallGlass();
  EXPECT_THROW(runPlaneWave({}, std::span(&foil, 1)), Error);
}

}  // namespace
}  // namespace glasscope::multislice
