#include "sim/deformation/StrainCheckpoint.h"

#include <cmath>
#include <fstream>
#include <limits>

#include <gtest/gtest.h>

#include "core/system/Files.h"
#include "core/system/Progress.h"
#include "tests/sim/WorkFolder.h"
#include "tests/sim/springs/Glasses.h"

namespace glasscope::sim {
namespace {

void expectSameAtoms(const Atoms& one, const Atoms& other) {
  EXPECT_EQ(one.positions, other.positions);
  EXPECT_EQ(one.box.matrix(), other.box.matrix());
  EXPECT_EQ(one.box.origin(), other.box.origin());
  EXPECT_EQ(one.ids, other.ids);
  EXPECT_EQ(one.velocities, other.velocities);
  EXPECT_EQ(one.step, other.step);
}

// To the last bit, all of it.
void expectSame(const QuasiStaticRun& one, const QuasiStaticRun& other) {
  ASSERT_EQ(one.rows.size(), other.rows.size());
  for (std::size_t k = 0; k < one.rows.size(); ++k) {
    EXPECT_EQ(one.rows[k].strain, other.rows[k].strain);
    EXPECT_EQ(one.rows[k].stress_GPa, other.rows[k].stress_GPa) << k;
    EXPECT_EQ(one.rows[k].energy_eV_per_atom, other.rows[k].energy_eV_per_atom);
    EXPECT_EQ(one.rows[k].forceNorm_eV_per_A, other.rows[k].forceNorm_eV_per_A);
  }
  ASSERT_EQ(one.events.size(), other.events.size());
  for (std::size_t k = 0; k < one.events.size(); ++k) {
    EXPECT_EQ(one.events[k].strain, other.events[k].strain);
    EXPECT_EQ(one.events[k].stressDrop_GPa, other.events[k].stressDrop_GPa);
    EXPECT_EQ(one.events[k].energyReleased_eV, other.events[k].energyReleased_eV);
    EXPECT_EQ(one.events[k].largestD2min_A2, other.events[k].largestD2min_A2);
    EXPECT_EQ(one.events[k].centre, other.events[k].centre);
    EXPECT_EQ(one.events[k].participation, other.events[k].participation);
    EXPECT_EQ(one.events[k].d2min_A2, other.events[k].d2min_A2);
  }
  expectSameAtoms(one.first, other.first);
  expectSameAtoms(one.last, other.last);
  EXPECT_EQ(one.unconverged, other.unconverged);
}

// A shorter way leaves the state of its last whole leg: the longer one that goes on from there has
// gone through another LAMMPS than the one that went straight.
TEST(StrainCheckpoint, aDeformationThatGoesOnHasTheBitsOfOneThatWasNotInterrupted) {
  Progress::setQuiet(true);
  const WorkFolder folder("strain_checkpoint");
  const Atoms atoms = smallGlass(4);
  QuasiStaticSettings settings;
  settings.step = 0.02;
  settings.smallestStep = 0.01;
  settings.largestStrain = 0.24;
  settings.forceTolerance_eV_per_A = 1e-4;
  const auto straight = quasiStatic(cuZr(), atoms, settings);
  QuasiStaticSettings shorter = settings;
  shorter.largestStrain = 0.2;
  quasiStatic(cuZr(), atoms, shorter, {folder.path, "one"});
  StrainCheckpoint left(folder.path, "one");
  const auto state = left.load(atoms);
  ASSERT_TRUE(state.has_value());
  EXPECT_LT(state->state.strain, 0.2);
  ASSERT_GE(state->run.events.size(), 1u) << "no event is carried over: the test would be less";
  ASSERT_GT(straight.rows.size(), state->run.rows.size());
  expectSame(quasiStatic(cuZr(), atoms, settings, {folder.path, "one"}), straight);
}

StrainProgress someProgress(const Atoms& atoms) {
  StrainProgress progress;
  progress.state = {0.01, -1.5, 3e3, 1e-7, Mat3::Random(), atoms.positions, {}};
  progress.state.images.assign(atoms.size(), {1, -2, 0});
  progress.suspect = 0.1 + 1e-17;
  progress.run.rows = {{0, 1.0 / 3, -4.5, 2e-6}, {0.01, 0.1, -4.4, 1e-300}};
  PlasticEvent event;
  event.strain = 0.005;
  event.centre = 3;
  event.d2min_A2.assign(atoms.size(), 0.1);
  event.d2min_A2[1] = std::numeric_limits<double>::quiet_NaN();
  progress.run.events = {event};
  progress.run.first = progress.run.last = atoms;
  progress.run.last.positions[0].x() += 1e-15;
  progress.run.unconverged = 2;
  return progress;
}

Atoms fourAtoms() {
  Atoms atoms = latticeAtoms(LatticeKind::fcc, 3.64, {29}, 1);
  atoms.velocities.assign(atoms.size(), Vec3::Zero());
  return atoms;
}

TEST(StrainCheckpoint, everyNumberComesBackWithItsLastBit) {
  const WorkFolder folder("strain_checkpoint");
  const Atoms atoms = fourAtoms();
  const StrainProgress saved = someProgress(atoms);
  StrainCheckpoint(folder.path, "one").save(saved);
  const auto found = StrainCheckpoint(folder.path, "one").load(atoms);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->suspect, saved.suspect);
  EXPECT_EQ(found->state.stress_GPa, saved.state.stress_GPa);
  EXPECT_EQ(found->state.positions, saved.state.positions);
  EXPECT_EQ(found->state.images, saved.state.images);
  EXPECT_EQ(found->state.volume_A3, saved.state.volume_A3);
  EXPECT_TRUE(std::isnan(found->run.events.at(0).d2min_A2[1]));
  EXPECT_EQ(found->run.events[0].centre, 3u);
  EXPECT_EQ(found->run.rows[1].forceNorm_eV_per_A, 1e-300);
  EXPECT_EQ(found->run.unconverged, 2);
  expectSameAtoms(found->run.last, saved.run.last);
  expectSameAtoms(found->run.first, saved.run.first);
}

TEST(StrainCheckpoint, whatIsNotWholeOrOfAnotherRunIsNotUsed) {
  const WorkFolder folder("strain_checkpoint");
  const Atoms atoms = fourAtoms();
  const auto saved = [&] { StrainCheckpoint(folder.path, "one").save(someProgress(atoms)); };
  const auto isUsed = [&](const char* identity) {
    return StrainCheckpoint(folder.path, identity).load(atoms).has_value();
  };
  EXPECT_FALSE(isUsed("one")) << "nothing was saved";
  saved();
  EXPECT_TRUE(isUsed("one"));
  EXPECT_FALSE(isUsed("two"));
  for (const char* name : {"strain.state", "strain.event0"}) {
    saved();
    const auto file = folder.path / name;
    std::string bytes = readFile(file);
    bytes[bytes.size() / 2] ^= 1;
    writeFileAtomically(file, bytes);
    EXPECT_FALSE(isUsed("one")) << name;
    writeFileAtomically(file, bytes.substr(0, bytes.size() / 3));
    EXPECT_FALSE(isUsed("one")) << name;
    std::filesystem::remove(file);
    EXPECT_FALSE(isUsed("one")) << name;
  }
  saved();
  writeFileAtomically(folder.path / "kept", "");
  discardStrainCheckpoint(folder.path);
  EXPECT_FALSE(isUsed("one"));
  EXPECT_FALSE(std::filesystem::exists(folder.path / "strain.event0"));
  EXPECT_TRUE(std::filesystem::exists(folder.path / "kept"));
}

}  // namespace
}  // namespace glasscope::sim
