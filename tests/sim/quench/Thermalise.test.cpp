#include "sim/quench/Thermalise.h"

#include <cmath>
#include <filesystem>

#include <gtest/gtest.h>

#include "core/math/Constants.h"
#include "core/system/Error.h"
#include "core/system/Interrupt.h"
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
  ASSERT_EQ(glass.snapshots.size(), 3u);
  for (const Atoms& frame : glass.snapshots) {
    EXPECT_FALSE(frame.box.periodic()[2]);
    EXPECT_NEAR(frame.box.lengths().z(), 4 * 3.64 + 20, 1e-9);
    for (const Vec3& position : frame.positions) EXPECT_LT(std::abs(position.z() - 6.4), 12);
  }
}

TEST(Thermalise, aBoxWithVacuumCannotBeRelaxedEither) {
  Atoms slab = latticeAtoms(LatticeKind::fcc, 3.64, {29}, 4);
  slab.box = Box::orthogonal(slab.box.lengths() + Vec3(0, 0, 20));
  ThermaliseSettings settings = brief();
  settings.relaxBox = true;
  const WorkFolder folder("vacuum");
  EXPECT_THROW(thermalise(slab, settings, Potential::find("mendelev-2009", {29}), folder.path),
               Error);
}

TEST(Thermalise, aFreeParticleDoesNotTurnAndIsAsWarmAsAsked) {
  Progress::setQuiet(true);
  Atoms particle = latticeAtoms(LatticeKind::fcc, 3.64, {29}, 3);
  particle.box = Box::orthogonal(Vec3::Constant(30));
  for (Vec3& position : particle.positions) position -= Vec3(4, 4, 4);  // across the faces
  const WorkFolder folder("particle");
  ThermaliseSettings settings = brief();
  settings.snapshotCount = 8;
  const Glass glass =
      thermalise(particle, settings, Potential::find("mendelev-2009", {29}), folder.path);
  const FreeMotion motion = freeMotion(glass.snapshots.front());
  ASSERT_EQ(motion.freedoms(), 6);
  const auto whole = inOnePiece(glass.snapshots.front(), motion);
  for (const Atoms& frame : glass.snapshots) {
    std::vector<Vec3> now = frame.positions;
    for (std::size_t i = 0; i < now.size(); ++i) {
      now[i] += whole[i] - glass.snapshots.front().positions[i];
    }
    EXPECT_LT((bestRotation(frame, whole, now, motion) - Mat3::Identity()).norm(), 1e-10);
  }
  EXPECT_NE(glass.inputDeck.find("compute_modify snapshots_temp extra/dof 6"), std::string::npos);
}

TEST(Thermalise, saysWhatThePotentialMakesOfAConfiguration) {
  Progress::setQuiet(true);
  // A crystal that is 1 % too tight in all directions: K times 3 % of the volume, some 42 kbar for
  // copper's 140 GPa, and stiffer as it is pressed; it is a minimum, so no energy and no way to go.
  const Atoms tight = latticeAtoms(LatticeKind::fcc, 0.99 * 3.63909, {29}, 4);
  const WorkFolder folder("adoption");
  ThermaliseSettings settings = brief();
  settings.equilibration_ps = 0.1;
  settings.snapshotCount = 2;
  const Potential potential = Potential::find("mendelev-2009", {29});
  const Glass glass = thermalise(tight, settings, potential, folder.path);
  ASSERT_TRUE(glass.adoption);
  EXPECT_NEAR(glass.adoption->pressure_bar, 42000, 10000);
  EXPECT_NEAR(glass.adoption->energyShift_eV_per_atom, 0, 1e-6);
  EXPECT_NEAR(glass.adoption->shift_A, 0, 1e-3);
}

// The velocities are drawn by id, so other ids are another trajectory; and other atoms are another
// sample, whatever checkpoint lies in the folder.
TEST(Thermalise, aCheckpointOfOtherAtomsOrSeedIsNotUsed) {
  Progress::setQuiet(true);
  const Potential potential = Potential::find("mendelev-2009", {29});
  const Atoms crystal = latticeAtoms(LatticeKind::fcc, 3.64, {29}, 4);
  ThermaliseSettings settings = brief();
  settings.equilibration_ps = 0.2;
  settings.snapshotCount = 2;
  const WorkFolder clean("clean");
  const Glass expected = thermalise(crystal, settings, potential, clean.path);

  Atoms moved = crystal, renamed = crystal;
  moved.positions[5].x() += 0.05;
  renamed.ids[5] = 999;
  ThermaliseSettings otherSeed = settings;
  otherSeed.seed = 17;
  const std::pair<Atoms, ThermaliseSettings> others[] = {
      {moved, settings}, {renamed, settings}, {crystal, otherSeed}};
  for (const auto& [atoms, its] : others) {
    const WorkFolder used("used");
    requestInterrupt();
    EXPECT_THROW(thermalise(atoms, its, potential, used.path), Error);
    clearInterrupt();
    ASSERT_TRUE(std::filesystem::exists(used.path / "checkpoint.json"));
    const Glass glass = thermalise(crystal, settings, potential, used.path);
    EXPECT_EQ(glass.snapshots.back().positions, expected.snapshots.back().positions);
  }
}

TEST(Thermalise, refusesSettingsThatCannotBe) {
  ThermaliseSettings settings = brief();
  settings.temperature_K = -1;
  EXPECT_THROW(settings.validate(), Error);
  settings = brief();
  settings.timestep_fs = 15;  // what the document of the case allows
  EXPECT_NO_THROW(settings.validate());
  settings.timestep_fs = 21;
  EXPECT_THROW(settings.validate(), Error);
  settings = brief();
  settings.snapshotInterval_ps = 0;
  EXPECT_THROW(settings.validate(), Error);
}

}  // namespace
}  // namespace glasscope::sim
