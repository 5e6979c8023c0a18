#include "core/settings/FieldUnit.h"

#include <gtest/gtest.h>

namespace glasscope {
namespace {

TEST(FieldUnit, isTheEndOfTheName) {
  EXPECT_EQ(unitOfName("thickness_A"), "angstrom");
  EXPECT_EQ(unitOfName("max_invA"), "1/angstrom");
  EXPECT_EQ(unitOfName("semiangle_mrad"), "mrad");
  EXPECT_EQ(unitOfName("voronoi_volume_A3"), "angstrom^3");
  EXPECT_EQ(nameWithoutUnit("voronoi_volume_A3"), "voronoi_volume");
}

TEST(FieldUnit, ofAFractionHasBothItsSides) {
  EXPECT_EQ(unitOfName("cooling_rate_K_per_s"), "K/s");
  EXPECT_EQ(unitOfName("top_layer_density_g_per_cm3"), "g/cm^3");
  EXPECT_EQ(unitOfName("dose_e_per_A2"), "electrons/angstrom^2");
  EXPECT_EQ(unitOfName("drift_A_per_line"), "angstrom/line");
  EXPECT_EQ(unitOfName("potential_energy_eV_per_atom"), "eV/atom");
  EXPECT_EQ(nameWithoutUnit("cooling_rate_K_per_s"), "cooling_rate");
}

TEST(FieldUnit, belowAFractionLineAloneIsAnInverse) {
  EXPECT_EQ(unitOfName("pair_density_per_A3"), "1/angstrom^3");
  EXPECT_EQ(unitOfName("electrons_per_position"), "1/position");
  EXPECT_EQ(nameWithoutUnit("pair_density_per_A3"), "pair_density");
}

TEST(FieldUnit, isEmptyWhereTheNameHasNone) {
  for (const char* name : {"atoms", "snapshots", "grid_points", "", "A", "mrad", "per_A",
                           "top_line", "volumeA", "a_", "_A_"}) {
    EXPECT_EQ(unitOfName(name), "") << name;
    EXPECT_EQ(nameWithoutUnit(name), name) << name;
  }
}

}  // namespace
}  // namespace glasscope
