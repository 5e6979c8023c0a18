#include "multislice/waves/ElectronBeam.h"

#include <gtest/gtest.h>

#include "core/system/Error.h"

namespace glasscope::multislice {
namespace {

TEST(ElectronBeam, wavelengthsAreThoseOfTheTextbook) {
  // Kirkland 2010, Table 2.2 (three or four digits are printed).
  EXPECT_NEAR(ElectronBeam(100).wavelength_A(), 0.0370, 5e-5);
  EXPECT_NEAR(ElectronBeam(200).wavelength_A(), 0.0250793, 5e-8);
  EXPECT_NEAR(ElectronBeam(300).wavelength_A(), 0.0197, 5e-5);
}

TEST(ElectronBeam, interactionParameterIsThatOfTheTextbook) {
  // Kirkland 2010, Fig. 5.1 and text: 0.9244e-3 at 100 kV, 0.7288e-3 at 200 kV, rad / (V angstrom).
  EXPECT_NEAR(ElectronBeam(100).interaction_per_VA(), 0.9244e-3, 1e-7);
  EXPECT_NEAR(ElectronBeam(200).interaction_per_VA(), 0.7288e-3, 1e-7);
}

TEST(ElectronBeam, anglesAndFrequenciesInvertEachOther) {
  const ElectronBeam beam(300);
  EXPECT_NEAR(beam.angle_mrad(beam.frequency_invA(31.7)), 31.7, 1e-12);
}

TEST(ElectronBeam, refusesVoltagesThatWereGivenInVolts) {
  EXPECT_THROW(ElectronBeam(200000), Error);
  EXPECT_THROW(ElectronBeam(0), Error);
  EXPECT_THROW(ElectronBeam(-200), Error);
}

}  // namespace
}  // namespace glasscope::multislice
