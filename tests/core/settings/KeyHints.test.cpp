#include "core/settings/KeyHints.h"

#include <gmock/gmock.h>

namespace glasscope {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::vector<std::string> kKeys = {
    "microscope.voltage_kV",    "haadf.semiangle_mrad",    "nanodiffraction.semiangle_mrad",
    "record.dose_e_per_A2",     "sim.final_temperature_K", "sim.melt_temperature_K",
    "sim.cooling_rate_K_per_s", "nanodiffraction.pixels",  "foil.thickness_A"};

TEST(KeyHints, wordsOfOtherProgramsLeadToOurKeys) {
  EXPECT_THAT(keysMeantBy("microscope.energy", kKeys), ElementsAre("microscope.voltage_kV"));
  EXPECT_THAT(keysMeantBy("HT", kKeys), ElementsAre("microscope.voltage_kV"));
  EXPECT_THAT(keysMeantBy("dose", kKeys), ElementsAre("record.dose_e_per_A2"));
  EXPECT_THAT(keysMeantBy("microscope.temperature", kKeys),
              ElementsAre("sim.final_temperature_K", "sim.melt_temperature_K"));
  EXPECT_THAT(keysMeantBy("sim.quench-rate", kKeys), ElementsAre("sim.cooling_rate_K_per_s"));
  EXPECT_THAT(keysMeantBy("camera.pixels", kKeys), ElementsAre("nanodiffraction.pixels"));
}

TEST(KeyHints, aKeyOfTheTableThatWasNamedComesAlone) {
  EXPECT_THAT(keysMeantBy("haadf.aperture", kKeys), ElementsAre("haadf.semiangle_mrad"));
  EXPECT_THAT(keysMeantBy("aperture_mrad", kKeys),
              ElementsAre("haadf.semiangle_mrad", "nanodiffraction.semiangle_mrad"));
}

TEST(KeyHints, theRightWordInTheWrongTableOrWithAnotherUnitIsFound) {
  EXPECT_THAT(keysMeantBy("haadf.thickness", kKeys), ElementsAre("foil.thickness_A"));
  EXPECT_THAT(keysMeantBy("sample.thickness_nm", kKeys), ElementsAre("foil.thickness_A"));
  EXPECT_THAT(keysMeantBy("sim.colour", kKeys), IsEmpty());
}

TEST(KeyHints, ofStrainsAccuracyAndSurrogatesAreFoundInTheirTable) {
  const std::vector<std::string> keys = {
      "shear.largest_strain",   "shear.step",        "shear.direction",
      "shear.most_events",      "shear.radius_A",    "shear.force_tolerance_eV_per_A",
      "haadf.accuracy_percent", "haadf.scan_step_A", "indicators.surrogates"};
  for (const char* said : {"strain", "max_strain", "final_strain", "to"})
    EXPECT_THAT(keysMeantBy(std::string("shear.") + said, keys),
                ElementsAre("shear.largest_strain"));
  EXPECT_THAT(keysMeantBy("shear.strain_step", keys), ElementsAre("shear.step"));
  EXPECT_THAT(keysMeantBy("shear.plane", keys), ElementsAre("shear.direction"));
  EXPECT_THAT(keysMeantBy("shear.max_events", keys), ElementsAre("shear.most_events"));
  EXPECT_THAT(keysMeantBy("shear.cutoff_A", keys), ElementsAre("shear.radius_A"));
  EXPECT_THAT(keysMeantBy("shear.tolerance", keys), ElementsAre("shear.force_tolerance_eV_per_A"));
  EXPECT_THAT(keysMeantBy("haadf.tolerance", keys), ElementsAre("haadf.accuracy_percent"));
  EXPECT_THAT(keysMeantBy("haadf.precision", keys), ElementsAre("haadf.accuracy_percent"));
  EXPECT_THAT(keysMeantBy("indicators.permutations", keys), ElementsAre("indicators.surrogates"));
}

TEST(KeyHints, aPercentageIsTurnedIntoAFraction) {
  EXPECT_EQ(inUnitOfKey(10, "shear.largest_strain", Range{-0.5, 0.5}), 0.1);
  EXPECT_EQ(inUnitOfKey(-20, "shear.largest_strain", Range{-0.5, 0.5}), -0.2);
  EXPECT_EQ(inUnitOfKey(25, "compare.top_fraction", Range{0, 0.5}), 0.25);
  EXPECT_FALSE(inUnitOfKey(90, "shear.largest_strain", Range{-0.5, 0.5}));
  EXPECT_FALSE(inUnitOfKey(0.2, "shear.largest_strain", Range{-0.5, 0.5}));
}

TEST(KeyHints, aNumberInAnotherUnitIsTurnedIntoThatOfTheKey) {
  const Range voltage{0, 3000, true};
  EXPECT_EQ(inUnitOfKey(200000, "microscope.voltage_kV", voltage), 200);
  EXPECT_FALSE(inUnitOfKey(200, "microscope.voltage_kV", voltage))
      << "that is possible as it stands";
  EXPECT_FALSE(inUnitOfKey(-200, "microscope.voltage_kV", voltage))
      << "no unit makes that possible";
  EXPECT_FALSE(inUnitOfKey(1e12, "microscope.voltage_kV", voltage));
  EXPECT_FALSE(inUnitOfKey(5000, "sim.atoms", Range{16, 100}))
      << "a number without a unit has no other";
}

}  // namespace
}  // namespace glasscope
