#include "sim/statics/RandomCrystal.h"

#include <cmath>

#include <gtest/gtest.h>

#include "sim/potentials/Kim.h"

namespace glasscope::sim {
namespace {

TEST(RandomCrystal, restsNearTheVolumeOfTheCrystal) {
  const Atoms copper = randomCrystal({29}, {256}, 1, 60);
  // 3.639^3 / 4 = 12.05; steps of 8 %, and the jitter presses a little.
  EXPECT_NEAR(restingVolume_A3(Potential::find("mendelev-2009", {29}), copper), 12.05, 1.5);
}

// This model has no values for densities beyond its table and LAMMPS ends the process there: the
// search may not press the crystal further than it takes to find the minimum.
TEST(RandomCrystal, isNotPressedOffTheTableOfAModel) {
  for (const char* id : {"EAM_ErcolessiAdams_1994_Al__MO_324507536345_003",
                         "EAM_CubicNaturalSpline_ErcolessiAdams_1994_Al__MO_800509458712_002"}) {
    if (!Kim::find(id, {13})) continue;
    const Atoms aluminium = randomCrystal({13}, {256}, 1, 60);
    // 4.032^3 / 4 = 16.4 cubic angstrom.
    EXPECT_NEAR(restingVolume_A3(Potential::find(std::string("kim:") + id, {13}), aluminium), 16.4,
                2.0)
        << id;
  }
}

TEST(RandomCrystal, wholeCountsAddUp) {
  EXPECT_EQ(wholeCounts({0.64, 0.36}, 256), (std::vector<int>{164, 92}));
  EXPECT_EQ(wholeCounts({1.0 / 3, 1.0 / 3, 1.0 / 3}, 100), (std::vector<int>{34, 33, 33}));
}

}  // namespace
}  // namespace glasscope::sim
