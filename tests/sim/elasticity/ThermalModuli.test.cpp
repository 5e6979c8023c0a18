#include "sim/elasticity/ThermalModuli.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "core/system/LoneRank.h"
#include "core/system/Progress.h"
#include "sim/elasticity/ElasticResponse.h"
#include "tests/TemporaryFolder.h"
#include "tests/sim/springs/Glasses.h"
#include "tests/sim/springs/Silicon.h"

namespace glasscope::sim {
namespace {

class ThermalModuli : public testing::Test {
 protected:
  ThermalModuli() {
    Progress::setQuiet(true);
    settings_.temperature_K = 50;
    settings_.equilibration_ps = 1;
    settings_.timestep_fs = 4;
    settings_.damping_ps = 0.1;
  }

  FluctuationModuli measured(const Potential& potential, const Atoms& atoms,
                             const UnitCheckpoint& done = {}) const {
    const LoneRank alone;
    return thermalModuli(potential, atoms, settings_, done).value();
  }

  ThermalModuliSettings settings_;
};

// In a crystal of one kind of atom no atom has anywhere else to go: the three routes differ by what
// heat does to it alone, some per cent at 50 K.
TEST_F(ThermalModuli, ofACrystalThatIsColdAreThoseAtRest) {
  const Potential copper = Potential::find("mendelev-2009", {29});
  const Atoms crystal = latticeAtoms(LatticeKind::fcc, 3.63909, {29}, 3);
  const ElasticTensor rest = elasticResponse(copper, crystal)->relaxed_GPa;
  settings_.time_ps = 8;
  settings_.interval_fs = 40;
  const auto found = measured(copper, crystal);
  EXPECT_NEAR(found.temperature_K, 50, 4)
      << "of 324 numbers, and not heated by the springs at rest";
  for (int i = 0; i < 6; ++i) {
    for (int j = 0; j < 6; ++j) {
      EXPECT_NEAR(found.tensor_GPa(i, j), rest(i, j), 4 * found.error_GPa(i, j) + 0.03 * rest(0, 0))
          << i << j;
      EXPECT_LT(found.error_GPa(i, j), 0.05 * rest(0, 0)) << "nothing is compared";
    }
  }
  EXPECT_NEAR(found.bulk_GPa.mean, bulkModulus(rest), 4 * found.bulk_GPa.error + 3);
}

// The two lattices of diamond move against each other under shear, which takes half of c44 away.
// All of that is in the fluctuations: with them, and only with them, it is what it is at rest.
TEST_F(ThermalModuli, ofSiliconSeeTheMotionOfItsTwoLattices) {
  const Atoms crystal = latticeAtoms(LatticeKind::diamond, 5.43095, {14}, 2);
  const auto rest = elasticResponse(silicon(), crystal);
  const auto meanShear = [](const ElasticTensor& c) { return (c(3, 3) + c(4, 4) + c(5, 5)) / 3; };
  ASSERT_GT(meanShear(rest->affine_GPa), 1.5 * meanShear(rest->relaxed_GPa));
  settings_.timestep_fs = 2;
  settings_.interval_fs = 20;
  settings_.time_ps = 24;
  const auto found = measured(silicon(), crystal);
  const double error = found.error_GPa.diagonal().tail<3>().norm() / 3;
  EXPECT_NEAR(meanShear(found.affine_GPa), meanShear(rest->affine_GPa),
              0.03 * meanShear(rest->affine_GPa));
  EXPECT_NEAR(meanShear(found.tensor_GPa), meanShear(rest->relaxed_GPa), 4 * error + 1.5);
  EXPECT_LT(error, 0.15 * (meanShear(rest->affine_GPa) - meanShear(rest->relaxed_GPa)));
  // c11 and c12 have nothing to relax.
  EXPECT_NEAR(found.bulk_GPa.mean, bulkModulus(rest->relaxed_GPa), 4 * found.bulk_GPa.error + 3);
}

TEST_F(ThermalModuli, goOnWithTheSameBitsWhereTheyWereKilled) {
  const TemporaryFolder folder;
  const Atoms crystal = latticeAtoms(LatticeKind::fcc, 3.63909, {29}, 3);
  const Potential copper = Potential::find("mendelev-2009", {29});
  settings_.time_ps = 0.96;
  settings_.equilibration_ps = 0.04;
  settings_.blocks = 3;
  const auto whole = measured(copper, crystal, UnitCheckpoint(folder.path(), "moduli", "a"));
  std::filesystem::remove(folder / "moduli.unit1");
  std::filesystem::remove(folder / "moduli.unit2");
  const auto last = std::filesystem::last_write_time(folder / "moduli.unit0");
  const auto resumed = measured(copper, crystal, UnitCheckpoint(folder.path(), "moduli", "a"));
  EXPECT_EQ(resumed.tensor_GPa, whole.tensor_GPa);
  EXPECT_EQ(resumed.error_GPa, whole.error_GPa);
  EXPECT_EQ(resumed.shear_GPa.mean, whole.shear_GPa.mean);
  EXPECT_EQ(std::filesystem::last_write_time(folder / "moduli.unit0"), last) << "done again";
  EXPECT_EQ(measured(copper, crystal).tensor_GPa, whole.tensor_GPa) << "keeping it changes nothing";
  settings_.seed = 2;
  EXPECT_NE(measured(copper, crystal).tensor_GPa, whole.tensor_GPa);
}

TEST_F(ThermalModuli, ofWhatHasNoneAreRefused) {
  Atoms film = glass();
  film.box = Box::orthogonal(film.box.lengths() + Vec3(0, 0, 15), film.box.origin());
  EXPECT_THROW(measured(cuZr(), film), Error);
  const auto refused = [&](auto&& change) {
    ThermalModuliSettings wrong = settings_;
    change(wrong);
    EXPECT_THROW(wrong.validate(), Error);
  };
  EXPECT_NO_THROW(settings_.validate());
  refused([](auto& s) { s.temperature_K = 0; });
  refused([](auto& s) { s.timestep_fs = 21; });
  refused([](auto& s) { s.interval_fs = 1; });
  refused([](auto& s) { s.blocks = 1; });
  refused([](auto& s) { s.time_ps = 0.1; });
  refused([](auto& s) { s.equilibration_ps = -1; });
  refused([](auto& s) { s.damping_ps = 0; });
  refused([](auto& s) { s.damping_ps = 1e-4; });
  refused([](auto& s) { s.timestep_fs = 1e-7; });
  refused([](auto& s) { s.equilibration_ps = 1e7; });
  refused([](auto& s) { s.time_ps = INFINITY; });
}

TEST_F(ThermalModuli, takeTheStepsThatThePlanSays) {
  settings_.time_ps = 10;
  settings_.interval_fs = 20;
  settings_.blocks = 5;
  EXPECT_EQ(dynamicsSteps(settings_), 250 + 2500);
}

}  // namespace
}  // namespace glasscope::sim
