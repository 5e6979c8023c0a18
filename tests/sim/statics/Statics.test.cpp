#include "sim/statics/Statics.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/math/Random.h"
#include "core/system/Error.h"
#include "core/system/Log.h"

namespace glasscope::sim {
namespace {

// Anchors in eV per atom at the lattice constant given, both measured with LAMMPS 29 Sep 2021 when
// the project was designed. They carry six decimals: half a unit of the last, and the same again
// for the last digit of the lattice constant (which is the minimum, so the energy is flat there).
constexpr double kAnchorTolerance_eV = 1e-6;

TEST(Statics, mendelev2009GivesTheAnchorsOfCopperAndB2) {
  const Potential potential = Potential::find("mendelev-2009", {29, 40});
  if (potential.identity().fallback) GTEST_SKIP() << "the KIM model of 2009 is not installed";
  EXPECT_NEAR(latticeEnergy_eV(potential, LatticeKind::fcc, 3.63909, {29}), -3.283116,
              kAnchorTolerance_eV);
  EXPECT_NEAR(latticeEnergy_eV(potential, LatticeKind::b2, 3.22857, {29, 40}), -5.026226,
              kAnchorTolerance_eV);
}

TEST(Statics, theOtherNamedPotentialsGiveTheirAnchors) {
  struct Anchor {
    const char* name;
    LatticeKind kind;
    double a_A;
    std::vector<int> elements;
    double energy_eV;
  };
  const std::vector<Anchor> anchors{
      {"mendelev-2007", LatticeKind::b2, 3.23693, {29, 40}, -5.015322},
      {"mendelev-2019", LatticeKind::b2, 3.22512, {29, 40}, -5.010242},
      // Two bonds an atom of depth epsilon = 2.1682 eV (50 kcal/mol, the paper's), and nothing from
      // the three-body term, exactly.
      {"sw-si-1985", LatticeKind::diamond, 5.43095, {14}, -2 * 2.1682},
  };
  for (const Anchor& anchor : anchors) {
    const Potential potential = Potential::find(anchor.name, anchor.elements);
    EXPECT_NEAR(latticeEnergy_eV(potential, anchor.kind, anchor.a_A, anchor.elements),
                anchor.energy_eV, kAnchorTolerance_eV)
        << anchor.name;
  }
}

Atoms rattledB2(int cells, double amplitude_A) {
  Atoms atoms = latticeAtoms(LatticeKind::b2, 3.24, {29, 40}, cells);
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    Random random(7, "rattle", 0, i);
    for (int axis = 0; axis < 3; ++axis) atoms.positions[i][axis] += amplitude_A * random.normal();
  }
  return atoms;
}

TEST(Statics, atomEnergiesAddUpAndForcesAreTheGradient) {
  const Potential potential = Potential::find("mendelev-2009", {29, 40});
  Atoms atoms = rattledB2(5, 0.1);
  const StaticState state = staticState(potential, atoms);
  double sum = 0;
  for (const double energy : state.atomEnergy_eV) sum += energy;
  EXPECT_NEAR(sum, state.energy_eV, 1e-9 * std::abs(state.energy_eV));

  const double h = 1e-4;
  const std::size_t atom = 17;
  atoms.positions[atom].y() += h;
  const double above = staticState(potential, atoms).energy_eV;
  atoms.positions[atom].y() -= 2 * h;
  const double below = staticState(potential, atoms).energy_eV;
  // Central difference: error h^2 E'''/6, about 1e-7 eV/angstrom, and rounding 1e-12 * 1000 eV / h.
  EXPECT_NEAR(state.force_eV_per_A[atom].y(), -(above - below) / (2 * h), 2e-5);
}

TEST(Statics, aTurnedTriclinicCellGivesTheSameEnergyAndTurnedForces) {
  const Potential potential = Potential::find("mendelev-2009", {29, 40});
  const Atoms atoms = rattledB2(5, 0.1);
  const StaticState plain = staticState(potential, atoms);

  // The same crystal in a skewed cell (c' = c + a) that is turned in space.
  Mat3 turn;
  turn << 2. / 3, -1. / 3, 2. / 3, 2. / 3, 2. / 3, -1. / 3, -1. / 3, 2. / 3, 2. / 3;
  Mat3 skewed = atoms.box.matrix();
  skewed.col(2) += skewed.col(0);
  Atoms turned = atoms;
  turned.box = Box(turn * skewed);
  for (Vec3& position : turned.positions) position = turn * position;
  const StaticState other = staticState(potential, turned);

  EXPECT_NEAR(other.energy_eV, plain.energy_eV, 1e-9 * std::abs(plain.energy_eV));
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    // Rounding of the turned coordinates times the stiffness: 1e-14 * 10 eV/angstrom^2, with room
    // for the splines' jumps in the second derivative.
    EXPECT_LT((other.force_eV_per_A[i] - turn * plain.force_eV_per_A[i]).norm(), 1e-9) << i;
  }
}

TEST(Statics, inherentStructureIsContinuousWithItsStartEvenOutsideTheBox) {
  const Potential potential = Potential::find("mendelev-2009", {29});
  Atoms atoms = latticeAtoms(LatticeKind::fcc, 3.64, {29}, 4);
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    Random random(7, "rattle", 0, i);
    for (int axis = 0; axis < 3; ++axis) atoms.positions[i][axis] += 0.05 * random.normal();
  }
  atoms.ids.front() = 1000;  // ids need not count from one
  atoms.positions[3] += atoms.box.matrix() * Vec3(2, -1, 0);
  atoms.positions[4] -= atoms.box.matrix() * Vec3(0, 0, 3);
  const Atoms minimum = inherentStructure(potential, atoms);
  ASSERT_EQ(minimum.size(), atoms.size());
  EXPECT_EQ(minimum.ids, atoms.ids);
  EXPECT_EQ(minimum.atomicNumbers, atoms.atomicNumbers);
  double energy = 0;
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    EXPECT_LT((minimum.positions[i] - atoms.positions[i]).norm(), 0.5) << i;
    energy += minimum.columns.at("inherent_energy_eV").values[i];
  }
  // Back in the perfect crystal of that lattice constant; the minimiser stops at a force norm of
  // 1e-3 eV/angstrom, where the energy of all atoms is within (1e-3)^2 / stiffness of the minimum.
  EXPECT_NEAR(energy / static_cast<double>(atoms.size()),
              latticeEnergy_eV(potential, LatticeKind::fcc, 3.64, {29}), 1e-8);
}

// Conjugate gradients alone stop on "linesearch alpha is zero" here and there, at forces of 1e-2
// eV/angstrom and more; whatever is returned without a warning is a minimum.
TEST(Statics, inherentStructuresAreMinimaOrSaySo) {
  const Potential potential = Potential::find("mendelev-2009", {29, 40});
  takeWarnings();
  for (const double amplitude_A : {0.1, 0.4, 0.8}) {
    const Atoms minimum = inherentStructure(potential, rattledB2(5, amplitude_A));
    double sum = 0;
    for (const Vec3& force : staticState(potential, minimum).force_eV_per_A) {
      sum += force.squaredNorm();
    }
    const auto& description = minimum.columns.at("inherent_energy_eV").description;
    const bool said = description.find("NOT CONVERGED") != std::string::npos;
    EXPECT_EQ(takeWarnings().empty(), !said);
    EXPECT_EQ(std::sqrt(sum) <= 1.001 * kForceTolerance_eV_per_A, !said) << amplitude_A;
    EXPECT_FALSE(said) << amplitude_A << ": " << description;
  }
}

TEST(Statics, thePartitionOfTheEnergyIsNamed) {
  const Atoms silicon = latticeAtoms(LatticeKind::diamond, 5.43, {14}, 3);
  const Atoms minimum = inherentStructure(Potential::find("sw-si-1985", {14}), silicon);
  EXPECT_NE(minimum.columns.at("inherent_energy_eV").description.find("as the KIM model does"),
            std::string::npos);
  const Atoms copper = latticeAtoms(LatticeKind::fcc, 3.64, {29}, 3);
  const Atoms other = inherentStructure(Potential::find("mendelev-2007", {29}), copper);
  EXPECT_NE(other.columns.at("inherent_energy_eV").description.find("pair style eam/fs"),
            std::string::npos);
}

TEST(Statics, thePressureIsThatOfTheForces) {
  const Potential potential = Potential::find("mendelev-2009", {29});
  Atoms atoms = latticeAtoms(LatticeKind::fcc, 3.6, {29}, 5);
  atoms.velocities.assign(atoms.size(), Vec3(50, 0, 0));  // would add 1e6 bar
  const double h = 1e-4, a = 3.6;
  const double above = latticeEnergy_eV(potential, LatticeKind::fcc, a + h, {29});
  const double below = latticeEnergy_eV(potential, LatticeKind::fcc, a - h, {29});
  // -dE/dV, volume of an atom a^3 / 4; 1 eV/angstrom^3 is 1602176.634 bar.
  const double expected = -(above - below) / (2 * h) / (0.75 * a * a) * 1602176.634;
  EXPECT_NEAR(staticState(potential, atoms).pressure_bar, expected, 1e-4 * expected);
}

TEST(Statics, aBoxSmallerThanTheReachOfThePotentialIsRefused) {
  const Potential potential = Potential::find("mendelev-2009", {29, 40});
  const Atoms atoms = latticeAtoms(LatticeKind::b2, 3.2, {29, 40}, 2);
  try {
    staticState(potential, atoms);
    FAIL() << "a box of 6.4 angstrom was accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    EXPECT_NE(error.why().find("7.60"), std::string::npos) << error.what();
  }
}

TEST(Statics, anElementThatThePotentialWasNotSetUpForIsRefused) {
  const Potential potential = Potential::find("mendelev-2009", {29});
  EXPECT_THROW(staticState(potential, latticeAtoms(LatticeKind::b2, 3.2, {29, 40}, 5)), Error);
}

TEST(Statics, anOpenClusterKeepsItsExtent) {
  const Potential potential = Potential::find("mendelev-2009", {29});
  Atoms atoms = latticeAtoms(LatticeKind::fcc, 3.64, {29}, 3);
  atoms.box = Box::orthogonal(Vec3::Constant(30), Vec3::Constant(-10), {false, false, false});
  const Atoms minimum = inherentStructure(potential, atoms);
  EXPECT_NEAR(minimum.box.volume(), 27000, 1e-9);
  EXPECT_FALSE(minimum.box.periodic()[0]);
}

}  // namespace
}  // namespace glasscope::sim
