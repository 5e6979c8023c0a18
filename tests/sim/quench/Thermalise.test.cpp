#include "sim/quench/Thermalise.h"

#include <cmath>
#include <filesystem>

#include <gtest/gtest.h>

#include "core/math/Constants.h"
#include "core/system/Error.h"
#include "core/system/Progress.h"
#include "sim/quench/Snapshots.h"
#include "sim/statics/Statics.h"
#include "sim/vibrations/Vibration.h"
#include "tests/sim/WorkFolder.h"

namespace glasscope::sim {
namespace {

ThermaliseSettings brief() {
  ThermaliseSettings settings;
  settings.equilibration_ps = 1.0;
  settings.snapshotCount = 10;
  settings.snapshotInterval_ps = 0.1;
  return settings;
}

double sampleMean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

TEST(Thermalise, givesACrystalItsThermalMotionAndFindsItsSitesAgain) {
  Progress::setQuiet(true);
  const WorkFolder folder("thermalise");
  const Potential potential = Potential::find("mendelev-2009", {29});
  Atoms crystal = latticeAtoms(LatticeKind::fcc, 3.639, {29}, 5);
  crystal.ids.back() = 12345;
  crystal.positions[7] += crystal.box.matrix() * Vec3(1, 0, -2);  // unwrapped, as dumps can be
  const Glass glass = thermalise(crystal, brief(), potential, folder.path);

  ASSERT_EQ(glass.snapshots.size(), 10u);
  double temperature = 0;
  for (const Atoms& frame : glass.snapshots) {
    EXPECT_EQ(frame.ids, crystal.ids);
    EXPECT_NEAR(frame.box.volume(), crystal.box.volume(), 1e-6) << "the box was to stay";
    temperature += temperatureOf(frame) / 10;
  }
  // 500 atoms: one frame scatters by sqrt(2 / 1497) = 3.7 %; neighbouring frames are not
  // independent.
  EXPECT_NEAR(temperature, 300, 35);

  const double perfect = latticeEnergy_eV(potential, LatticeKind::fcc, 3.639, {29});
  EXPECT_NEAR(sampleMean(glass.inherent.columns.at("inherent_energy_eV").values), perfect, 1e-7);

  // Equipartition: half of the thermal energy is in the springs, 3/2 kT an atom. Copper at 300 K is
  // nearly harmonic (a few percent), and ten frames scatter by 2 % at least.
  double potentialEnergy = 0;
  for (const ThermoRow& row : glass.thermo) {
    if (row.phase == "snapshots") potentialEnergy += row.potentialEnergy_eV_per_atom / 10;
  }
  const double expected = 1.5 * constants::kBoltzmann_eV_per_K * 300;
  EXPECT_NEAR((potentialEnergy - perfect) / expected, 1, 0.15);

  // Lindemann: far from melting an atom moves by much less than a tenth of the distance between
  // neighbours (2.57 angstrom), and by more than a hundredth.
  const double u2 = sampleMean(vibration(glass.snapshots).at("vibrational_u2_A2").values);
  EXPECT_GT(std::sqrt(u2), 0.0257);
  EXPECT_LT(std::sqrt(u2), 0.257 / 2);
  for (std::size_t i = 0; i < crystal.size(); ++i) {
    const Vec3 shift = glass.inherent.positions[i] - glass.snapshots.front().positions[i];
    EXPECT_LT(shift.norm(), 1.0) << i;
  }
}

TEST(Thermalise, theSameSeedGivesTheSameVelocities) {
  Atoms one = latticeAtoms(LatticeKind::fcc, 3.64, {29}, 3), two = one, other = one;
  giveVelocities(one, 450, 5);
  giveVelocities(two, 450, 5);
  giveVelocities(other, 450, 6);
  EXPECT_EQ(one.velocities, two.velocities);
  EXPECT_NE(one.velocities, other.velocities);
  EXPECT_NEAR(temperatureOf(one), 450, 1e-9);
  Vec3 momentum = Vec3::Zero();
  for (const Vec3& velocity : one.velocities) momentum += velocity;
  EXPECT_LT(momentum.norm(), 1e-10);
}

TEST(Thermalise, relaxesTheBoxWhenAsked) {
  Progress::setQuiet(true);
  const WorkFolder folder("relax");
  const Potential potential = Potential::find("mendelev-2009", {29});
  const Atoms squeezed = latticeAtoms(LatticeKind::fcc, 3.58, {29}, 4);
  ThermaliseSettings settings = brief();
  settings.equilibration_ps = 3;
  settings.relaxBox = true;
  const Glass glass = thermalise(squeezed, settings, potential, folder.path);
  const double a = std::cbrt(glass.snapshots.front().box.volume()) / 4;
  // 3.639 angstrom at 0 K and some 0.5 % of thermal expansion; a few ps of a small box with a
  // barostat leave 0.5 %.
  EXPECT_NEAR(a, 3.655, 0.02);
  EXPECT_NE(glass.inputDeck.find("change_box all x final"), std::string::npos);
}

TEST(Thermalise, anOpenBoxCannotBeRelaxed) {
  Atoms slab = latticeAtoms(LatticeKind::fcc, 3.64, {29}, 4);
  slab.box =
      Box::orthogonal(slab.box.lengths() + Vec3(0, 0, 20), Vec3::Zero(), {true, true, false});
  ThermaliseSettings settings = brief();
  settings.relaxBox = true;
  const WorkFolder folder("open");
  const Potential potential = Potential::find("mendelev-2009", {29});
  EXPECT_THROW(thermalise(slab, settings, potential, folder.path), Error);
}

TEST(Thermalise, aFoilWithOpenFacesStaysAFoil) {
  Progress::setQuiet(true);
  Atoms slab = latticeAtoms(LatticeKind::fcc, 3.64, {29}, 4);
  slab.box =
      Box::orthogonal(slab.box.lengths() + Vec3(0, 0, 20), Vec3(0, 0, -10), {true, true, false});
  const WorkFolder folder("foil");
  const Potential potential = Potential::find("mendelev-2009", {29});
  ThermaliseSettings settings = brief();
  settings.equilibration_ps = 0;
  settings.snapshotCount = 3;
  const Glass glass = thermalise(slab, settings, potential, folder.path);
  for (const Atoms& frame : glass.snapshots) {
    EXPECT_FALSE(frame.box.periodic()[2]);
    EXPECT_NEAR(frame.box.lengths().z(), 4 * 3.64 + 20, 1e-9);
    for (const Vec3& position : frame.positions) EXPECT_LT(std::abs(position.z() - 6.4), 12);
  }
}

TEST(Thermalise, refusesSettingsThatCannotBe) {
  ThermaliseSettings settings = brief();
  settings.temperature_K = -1;
  EXPECT_THROW(settings.validate(), Error);
  settings = brief();
  settings.snapshotInterval_ps = 0;
  EXPECT_THROW(settings.validate(), Error);
}

}  // namespace
}  // namespace glasscope::sim
