#include "sim/elasticity/LocalModuli.h"

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "tests/sim/springs/Glasses.h"
#include "tests/sim/springs/Silicon.h"

namespace glasscope::sim {
namespace {

double meanOf(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value / static_cast<double>(values.size());
  return sum;
}

TEST(LocalModuli, haveTheSampleForTheirMean) {
  Atoms atoms = smallGlass(5);
  const Potential potential = Potential::find("mendelev-2009", {29, 40});
  const auto response = addLocalModuli(potential, atoms, {});
  ASSERT_TRUE(response);
  EXPECT_NEAR(meanOf(atoms.columns.at("local_shear_modulus_GPa").values),
              shearModulus(response->relaxed_GPa), 1e-8);
  EXPECT_NEAR(meanOf(atoms.columns.at("local_bulk_modulus_GPa").values),
              bulkModulus(response->relaxed_GPa), 1e-8);
  // By hand for one atom: mean over those within 6 angstrom.
  const auto& own = atoms.columns.at("local_shear_modulus_GPa").values;
  double sum = 0;
  int count = 0;
  for (std::size_t j = 0; j < atoms.size(); ++j) {
    if (atoms.box.minimumImage(atoms.positions[j] - atoms.positions[40]).norm() >= 6) continue;
    sum += own[j];
    ++count;
  }
  EXPECT_NEAR(atoms.columns.at("local_shear_modulus_sphere_GPa").values[40], sum / count, 1e-9);
}

TEST(LocalModuli, ofSiliconAreItsColumnsToo) {
  Atoms atoms = amorphousSilicon();
  const auto response = addLocalModuli(silicon(), atoms, {});
  ASSERT_TRUE(response.has_value());
  double sum = 0;
  for (const double value : atoms.columns.at("local_shear_modulus_GPa").values) sum += value;
  EXPECT_NEAR(sum / static_cast<double>(atoms.size()), shearModulus(response->relaxed_GPa), 1e-8);
}

TEST(LocalModuli, otherPotentialsHaveNoneAndSillySettingsAreRefused) {
  Atoms silicon = latticeAtoms(LatticeKind::diamond, 5.43, {14}, 2);
  const Potential potential =
      Potential::find("kim:EDIP_JustoBazantKaxiras_1998_Si__MO_958932894036_002", {14});
  EXPECT_FALSE(addLocalModuli(potential, silicon, {}));
  EXPECT_TRUE(silicon.columns.empty());
  LocalModuliSettings settings;
  settings.sphere_A = 0;
  EXPECT_THROW(addLocalModuli(potential, silicon, settings), Error);
}

}  // namespace
}  // namespace glasscope::sim
