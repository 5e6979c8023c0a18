#include "sim/springs/PairSprings.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "core/system/Parallel.h"
#include "sim/vibrations/BlockSums.h"
#include "sim/vibrations/RigidMotions.h"
#include "tests/sim/springs/Glasses.h"
#include "tests/sim/springs/Products.h"

namespace glasscope::sim {
namespace {

template <class T = double>
PairSprings<T> springsOf(const Atoms& atoms, const PairSpringSettings& settings = {},
                         const Potential& potential = cuZr()) {
  return PairSprings<T>(*EamTables::of(potential), potential.elements(), atoms, settings);
}

TEST(PairSprings, areSymmetric) {
  for (const bool massWeighted : {true, false}) {
    const auto springs = springsOf(glass(), {.massWeighted = massWeighted});
    const auto x = randomBlock(springs, 1), y = randomBlock(springs, 2);
    const auto hx = product(springs, x), hy = product(springs, y);
    const auto one = dots(x, hy), other = dots(y, hx), xx = dots(x, x), yy = dots(hy, hy);
    for (std::size_t lane = 0; lane < one.size(); ++lane) {
      // Rounding of sums over 750 coordinates: a few units in the last place of the norms.
      EXPECT_NEAR(one[lane], other[lane], 1e-15 * std::sqrt(xx[lane] * yy[lane]));
    }
  }
}

TEST(PairSprings, uniformDisplacementsAreNullToTheLastBit) {
  const auto springs = springsOf(glass(), {.massWeighted = false});
  Block<double> x(springs.rows());
  for (std::size_t row = 0; row < x.rows(); ++row) {
    for (int lane = 0; lane < 8; ++lane)
      x.row(row)[lane] = 0.37 * (lane + 1) * static_cast<double>(row % 3 + 1);
  }
  const auto y = product(springs, x);
  for (const double each : y.all()) EXPECT_EQ(each, 0);
}

TEST(PairSprings, rotationsOfAFreeClusterAreNull) {
  Atoms cluster = latticeAtoms(LatticeKind::fcc, 3.64, {29}, 3);
  cluster.box = Box::orthogonal(Vec3::Constant(40));
  const Potential copper = Potential::find("mendelev-2009", {29});
  const Atoms atoms = inherentStructure(copper, cluster);
  const auto springs = springsOf(atoms, {}, copper);
  const RigidMotions rigid(springs, atoms, freeMotion(atoms));
  ASSERT_EQ(rigid.count(), 6u);
  Block<double> x(springs.rows());
  for (std::size_t row = 0; row < x.rows(); ++row) {
    for (std::size_t lane = 0; lane < 6; ++lane) x.row(row)[lane] = rigid.vectors()[lane][row];
  }
  const auto y = product(springs, x);
  const auto norm = dots(y, y), overlap = dots(x, x);
  for (std::size_t lane = 0; lane < 6; ++lane) {
    EXPECT_NEAR(overlap[lane], 1, 1e-12);
    // What is left is the torque of the forces that the minimiser left (1e-3 eV/angstrom in all),
    // over masses of 63.5 and radii of a few angstrom; a vibration would have 1e-2.
    EXPECT_LT(std::sqrt(norm[lane]), 2e-5) << lane;
  }
}

// The force constants are what LAMMPS' own forces answer to a displacement. Its tables are cubics
// whose second derivative jumps at knots 8e-4 angstrom apart, so a step of 1e-6 crosses hardly any
// of them; forces of 15 digits then leave 1e-8.
TEST(PairSprings, agreeWithTheForcesOfLammps) {
  const auto springs =
      springsOf(glass(), {.massWeighted = false, .curvature = Curvature::piecewise});
  const double step = 1e-6;
  for (const std::int32_t atom : {3, 77}) {
    Block<double> x(springs.rows());
    const std::size_t place = placeOf(springs.atoms(), atom);
    for (std::size_t axis = 0; axis < 3; ++axis) x.row(3 * place + axis)[axis] = 1;
    const auto y = product(springs, x);
    for (int axis = 0; axis < 3; ++axis) {
      Atoms moved = glass();
      moved.positions[static_cast<std::size_t>(atom)][axis] += step;
      const auto above = staticState(cuZr(), moved).force_eV_per_A;
      moved.positions[static_cast<std::size_t>(atom)][axis] -= 2 * step;
      const auto below = staticState(cuZr(), moved).force_eV_per_A;
      double difference = 0, all = 0;
      for (std::size_t i = 0; i < above.size(); ++i) {
        const std::size_t row = 3 * placeOf(springs.atoms(), static_cast<std::int32_t>(i));
        for (int k = 0; k < 3; ++k) {
          const double expected = (below[i][k] - above[i][k]) / (2 * step);
          const double found = y.row(row + static_cast<std::size_t>(k))[axis];
          difference += (found - expected) * (found - expected);
          all += expected * expected;
        }
      }
      EXPECT_LT(std::sqrt(difference / all), 1e-6) << atom << ", axis " << axis;
    }
  }
}

TEST(PairSprings, smoothCurvatureIsAnotherByLessThanAHundredth) {
  const auto smooth = springsOf(glass()),
             pieces = springsOf(glass(), {.curvature = Curvature::piecewise});
  const auto x = randomBlock(smooth, 1);
  const auto one = product(smooth, x), other = product(pieces, x);
  double difference = 0, all = 0;
  for (std::size_t k = 0; k < one.all().size(); ++k) {
    difference += std::pow(one.all()[k] - other.all()[k], 2);
    all += one.all()[k] * one.all()[k];
  }
  const double relative = std::sqrt(difference / all);
  EXPECT_GT(relative, 1e-4) << "the setting has no effect";
  EXPECT_LT(relative, 2e-2);
}

TEST(PairSprings, energyAndForcesAreThoseOfLammps) {
  const StaticState state = staticState(cuZr(), glass());
  const auto springs = springsOf(glass());
  EXPECT_NEAR(springs.energy_eV(), state.energy_eV, 1e-10 * std::abs(state.energy_eV));
  Atoms moved = glass();
  moved.positions[9].x() += 0.3;
  double squared = 0;
  for (const Vec3& force : staticState(cuZr(), moved).force_eV_per_A)
    squared += force.squaredNorm();
  EXPECT_NEAR(springsOf(moved).forceNorm_eV_per_A(), std::sqrt(squared), 1e-9 * std::sqrt(squared));
}

TEST(PairSprings, ofATriclinicCellAndOfAnAlloyTableAreThoseOfTheSampleToo) {
  Atoms same = glass();
  Mat3 skewed = same.box.matrix();
  skewed.col(2) += skewed.col(0) - skewed.col(1);
  same.box = Box(skewed);
  const auto plain = springsOf(glass()), other = springsOf(same);
  EXPECT_NEAR(other.energy_eV(), plain.energy_eV(), 1e-10 * std::abs(plain.energy_eV()));

  const Potential alloy =
      Potential::find("eam/alloy:/usr/share/lammps/potentials/CoAl.eam.alloy", {13, 27});
  Atoms atoms = latticeAtoms(LatticeKind::b2, 2.9, {13, 27}, 4);
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    Random random(1, "rattle", 0, i);
    for (int axis = 0; axis < 3; ++axis) atoms.positions[i][axis] += 0.1 * random.normal();
  }
  const double energy = staticState(alloy, atoms).energy_eV;
  EXPECT_NEAR(springsOf(atoms, {}, alloy).energy_eV(), energy, 1e-10 * std::abs(energy));
}

// A cell of 8.25 angstrom, where a pair within the reach of 7.6 meets more than once: the tiled
// sample, displaced alike in all tiles, is the same.
TEST(PairSprings, ofANarrowCellAreThoseOfItsTiles) {
  Atoms cell = latticeAtoms(LatticeKind::b2, 3.2, {29, 40}, 1);
  cell.box = Box::orthogonal({7.7, 8.25, 9});
  cell.atomicNumbers.clear();
  cell.positions.clear();
  cell.ids.clear();
  for (int i = 0; i < 32; ++i) {
    Random random(2, "narrow", 0, static_cast<std::uint64_t>(i));
    const Vec3 site((i % 4) / 4.0, (i / 4 % 4) / 4.0, (i / 16) / 2.0);
    Vec3 off;
    for (int axis = 0; axis < 3; ++axis) off[axis] = 0.3 * random.normal();
    cell.add(i % 3 == 0 ? 40 : 29, cell.box.toCartesian(site) + off);
  }
  Atoms tiled;
  tiled.box = Box::orthogonal(2 * cell.box.lengths());
  for (int tile = 0; tile < 8; ++tile) {
    const Vec3 shift = cell.box.matrix() * Vec3(tile % 2, tile / 2 % 2, tile / 4);
    for (std::size_t i = 0; i < cell.size(); ++i) {
      tiled.add(cell.atomicNumbers[i], cell.positions[i] + shift);
    }
  }
  const auto small = springsOf(cell, {.massWeighted = false});
  const auto large = springsOf(tiled, {.massWeighted = false});
  EXPECT_NEAR(large.energy_eV(), 8 * small.energy_eV(), 1e-10 * std::abs(large.energy_eV()));
  Block<double> x(small.rows()), xx(large.rows());
  for (std::size_t i = 0; i < cell.size(); ++i) {
    Random random(4, "displacement", 0, i);
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const double value = random.normal();
      x.row(3 * placeOf(small.atoms(), static_cast<std::int32_t>(i)) + axis)[0] = value;
      for (std::size_t tile = 0; tile < 8; ++tile) {
        const auto input = static_cast<std::int32_t>(tile * cell.size() + i);
        xx.row(3 * placeOf(large.atoms(), input) + axis)[0] = value;
      }
    }
  }
  const auto y = product(small, x), yy = product(large, xx);
  for (std::size_t i = 0; i < cell.size(); ++i) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const double one = y.row(3 * placeOf(small.atoms(), static_cast<std::int32_t>(i)) + axis)[0];
      const auto input = static_cast<std::int32_t>(5 * cell.size() + i);
      const double other = yy.row(3 * placeOf(large.atoms(), input) + axis)[0];
      EXPECT_NEAR(one, other, 1e-10 * std::max(1.0, std::abs(one))) << i;
    }
  }
}

TEST(PairSprings, numberingAndThreadsDoNotChangeABit) {
  Atoms shuffled;
  shuffled.box = glass().box;
  std::vector<std::int64_t> ids;
  for (std::size_t k = 0; k < glass().size(); ++k) {
    const std::size_t i = (97 * k + 13) % glass().size();
    shuffled.add(glass().atomicNumbers[i], glass().positions[i]);
    ids.push_back(glass().ids[i]);
  }
  shuffled.ids = ids;
  const int threads = threadCount();
  setThreadCount(1);
  const auto one = springsOf<float>(glass());
  const auto y = product(one, randomBlock(one, 1));
  setThreadCount(3);
  const auto other = springsOf<float>(shuffled);
  const auto yy = product(other, randomBlock(other, 1));
  setThreadCount(threads);
  EXPECT_EQ(one.energy_eV(), other.energy_eV());
  EXPECT_EQ(one.atoms().ids, other.atoms().ids);
  EXPECT_TRUE(std::equal(y.all().begin(), y.all().end(), yy.all().begin()));
}

TEST(PairSprings, singlePrecisionIsGoodToSixDigitsAndAllLanesAreAlike) {
  const auto fine = springsOf<double>(glass());
  const auto coarse = springsOf<float>(glass());
  auto x = randomBlock(coarse, 1);
  for (std::size_t row = 0; row < x.rows(); ++row) x.row(row)[15] = x.row(row)[2];
  Block<double> same(fine.rows());
  for (std::size_t row = 0; row < x.rows(); ++row) same.row(row)[5] = x.row(row)[2];
  const auto y = product(coarse, x);
  const auto exact = product(fine, same);
  double difference = 0, all = 0;
  for (std::size_t row = 0; row < x.rows(); ++row) {
    EXPECT_EQ(y.row(row)[15], y.row(row)[2]);
    difference += std::pow(y.row(row)[2] - exact.row(row)[5], 2);
    all += std::pow(exact.row(row)[5], 2);
  }
  EXPECT_LT(std::sqrt(difference / all), 2e-6);
}

TEST(PairSprings, addWhatTheyAreAskedToAdd) {
  const auto springs = springsOf(glass());
  const auto x = randomBlock(springs, 1), z = randomBlock(springs, 2);
  const auto hx = product(springs, x);
  Block<double> y = z;
  springs.apply(x, y, &y, 2, -3, 0.5);
  for (std::size_t k = 0; k < y.all().size(); ++k) {
    const double expected = 2 * hx.all()[k] - 3 * x.all()[k] + 0.5 * z.all()[k];
    EXPECT_NEAR(y.all()[k], expected, 1e-13);
  }
}

TEST(PairSprings, aDensityOffTheTableIsRefused) {
  Atoms pressed = latticeAtoms(LatticeKind::fcc, 1.5, {29}, 8);
  try {
    springsOf(pressed, {}, Potential::find("mendelev-2007", {29}));
    FAIL() << "copper at an eighth of its volume was accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::input) << error.what();
  }
}

}  // namespace
}  // namespace glasscope::sim
