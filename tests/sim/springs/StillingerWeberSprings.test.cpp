#include "sim/springs/StillingerWeberSprings.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "core/system/Parallel.h"
#include "core/system/Progress.h"
#include "sim/springs/DifferenceSprings.h"
#include "sim/vibrations/BlockSums.h"
#include "sim/vibrations/RigidMotions.h"
#include "tests/sim/springs/Products.h"
#include "tests/sim/springs/Silicon.h"

namespace glasscope::sim {
namespace {

template <class T = double>
StillingerWeberSprings<T> springsOf(const Atoms& atoms, bool massWeighted = false,
                                    const Potential& potential = silicon()) {
  return StillingerWeberSprings<T>(*StillingerWeber::of(potential), atoms, massWeighted);
}

TEST(StillingerWeberSprings, areSymmetric) {
  for (const bool massWeighted : {true, false}) {
    const auto springs = springsOf(amorphousSilicon(), massWeighted);
    const auto x = randomBlock(springs, 1), y = randomBlock(springs, 2);
    const auto hx = product(springs, x), hy = product(springs, y);
    const auto one = dots(x, hy), other = dots(y, hx), xx = dots(x, x), yy = dots(hy, hy);
    for (std::size_t lane = 0; lane < one.size(); ++lane)
      EXPECT_NEAR(one[lane], other[lane], 1e-15 * std::sqrt(xx[lane] * yy[lane]));
  }
}

TEST(StillingerWeberSprings, uniformDisplacementsAreNullToTheLastBit) {
  const auto springs = springsOf(amorphousSilicon());
  Block<double> x(springs.rows());
  for (std::size_t row = 0; row < x.rows(); ++row)
    for (int lane = 0; lane < 8; ++lane)
      x.row(row)[lane] = 0.37 * (lane + 1) * static_cast<double>(row % 3 + 1);
  const auto y = product(springs, x);
  for (const double each : y.all()) EXPECT_EQ(each, 0);
}

TEST(StillingerWeberSprings, rotationsOfAFreeClusterAreNull) {
  Atoms cluster = rattledSilicon(2, 0.1);
  cluster.box = Box::orthogonal(Vec3::Constant(40));
  const Atoms atoms = inherentStructure(silicon(), cluster);
  const auto springs = springsOf(atoms, true);
  const RigidMotions rigid(springs, atoms, freeMotion(atoms));
  ASSERT_EQ(rigid.count(), 6u);
  Block<double> x(springs.rows());
  for (std::size_t row = 0; row < x.rows(); ++row)
    for (std::size_t lane = 0; lane < 6; ++lane) x.row(row)[lane] = rigid.vectors()[lane][row];
  const auto y = product(springs, x);
  const auto norm = dots(y, y), stiffness = dots(y, x);
  for (std::size_t lane = 0; lane < 6; ++lane) {
    // The torque of the forces that the minimiser left, 1e-3 eV/angstrom over a mass of 28.
    EXPECT_LT(std::sqrt(norm[lane]), 1e-4) << lane;
    EXPECT_LT(std::abs(stiffness[lane]), 1e-4) << lane;
  }
}

// Energies and forces are analytic, so central differences of 1e-5 leave 1e-10 of the third
// derivative and 1e-11 of rounding.
TEST(StillingerWeberSprings, agreeWithTheForcesOfLammps) {
  const auto springs = springsOf(amorphousSilicon());
  const double step = 1e-5;
  for (const std::size_t atom : {3u, 77u}) {
    Block<double> x(springs.rows());
    for (std::size_t axis = 0; axis < 3; ++axis)
      x.row(3 * placeOf(springs.atoms(), atom) + axis)[axis] = 1;
    const auto y = product(springs, x);
    for (int axis = 0; axis < 3; ++axis) {
      Atoms moved = amorphousSilicon();
      moved.positions[atom][axis] += step;
      const auto above = staticState(silicon(), moved).force_eV_per_A;
      moved.positions[atom][axis] -= 2 * step;
      const auto below = staticState(silicon(), moved).force_eV_per_A;
      double difference = 0, all = 0;
      for (std::size_t i = 0; i < above.size(); ++i) {
        const std::size_t row = 3 * placeOf(springs.atoms(), i);
        for (int k = 0; k < 3; ++k) {
          const double expected = (below[i][k] - above[i][k]) / (2 * step);
          difference += std::pow(y.row(row + static_cast<std::size_t>(k))[axis] - expected, 2);
          all += expected * expected;
        }
      }
      EXPECT_LT(std::sqrt(difference / all), 1e-8) << atom << ", axis " << axis;
    }
  }
}

// All atoms, by another way: coloured differences through LAMMPS with a step of 1e-3.
TEST(StillingerWeberSprings, areThoseOfDifferences) {
  Progress::setQuiet(true);
  const auto exact = springsOf<float>(amorphousSilicon(), true);
  const auto found = differenceSprings(silicon(), amorphousSilicon());
  const auto y = product(exact, randomBlock(exact, 1));
  const auto yy = product(found, randomBlock(found, 1));
  double difference = 0, all = 0;
  for (std::size_t i = 0; i < exact.atoms().size(); ++i) {
    const std::size_t place =
        placeOf(found.atoms(), static_cast<std::size_t>(exact.atoms().input[i]));
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const double a = y.row(3 * i + axis)[4], b = yy.row(3 * place + axis)[4];
      difference += (a - b) * (a - b);
      all += a * a;
    }
  }
  EXPECT_LT(std::sqrt(difference / all), 1e-5);
}

TEST(StillingerWeberSprings, energyAndForcesAreThoseOfLammps) {
  const Potential other =
      Potential::find("kim:SW_BalamaneHaliciogluTiller_1992_Si__MO_113686039439_004", {14});
  for (const Potential& potential : {silicon(), other}) {
    const Atoms atoms = rattledSilicon(3, 0.4);
    const StaticState state = staticState(potential, atoms);
    double squared = 0;
    for (const Vec3& force : state.force_eV_per_A) squared += force.squaredNorm();
    const auto springs = springsOf(atoms, false, potential);
    EXPECT_NEAR(springs.energy_eV(), state.energy_eV, 1e-10 * std::abs(state.energy_eV));
    EXPECT_NEAR(springs.forceNorm_eV_per_A(), std::sqrt(squared), 1e-9 * std::sqrt(squared));
  }
}

// One cell of 5.43 angstrom, where an atom meets another one more than once and itself in angles:
// the tiled sample, displaced alike in all tiles, is the same.
TEST(StillingerWeberSprings, ofANarrowCellAreThoseOfItsTiles) {
  Atoms cell = rattledSilicon(1, 0.2);
  cell.box = Box::orthogonal({3.6, 5.5, 5.4});  // shorter than the cut-off of 3.77
  Atoms tiled;
  tiled.box = Box::orthogonal(3 * cell.box.lengths());
  for (int tile = 0; tile < 27; ++tile) {
    const Vec3 shift = cell.box.matrix() * Vec3(tile % 3, tile / 3 % 3, tile / 9);
    for (std::size_t i = 0; i < cell.size(); ++i) tiled.add(14, cell.positions[i] + shift);
  }
  const auto small = springsOf(cell), large = springsOf(tiled);
  EXPECT_NEAR(large.energy_eV(), 27 * small.energy_eV(), 1e-10 * std::abs(large.energy_eV()));
  Block<double> x(small.rows()), xx(large.rows());
  for (std::size_t i = 0; i < cell.size(); ++i) {
    Random random(4, "displacement", 0, i);
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const double value = random.normal();
      x.row(3 * placeOf(small.atoms(), i) + axis)[0] = value;
      for (std::size_t tile = 0; tile < 27; ++tile)
        xx.row(3 * placeOf(large.atoms(), tile * cell.size() + i) + axis)[0] = value;
    }
  }
  const auto y = product(small, x), yy = product(large, xx);
  for (std::size_t i = 0; i < cell.size(); ++i) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const double one = y.row(3 * placeOf(small.atoms(), i) + axis)[0];
      const double other = yy.row(3 * placeOf(large.atoms(), 13 * cell.size() + i) + axis)[0];
      EXPECT_NEAR(one, other, 1e-10 * std::max(1.0, std::abs(one))) << i;
    }
  }
}

TEST(StillingerWeberSprings, numberingAndThreadsDoNotChangeABit) {
  Atoms shuffled;
  const Atoms& atoms = amorphousSilicon();
  shuffled.box = atoms.box;
  std::vector<std::int64_t> ids;
  for (std::size_t k = 0; k < atoms.size(); ++k) {
    const std::size_t i = (97 * k + 13) % atoms.size();
    shuffled.add(14, atoms.positions[i]);
    ids.push_back(atoms.ids[i]);
  }
  shuffled.ids = ids;
  const int threads = threadCount();
  setThreadCount(1);
  const auto one = springsOf<float>(atoms, true);
  const auto y = product(one, randomBlock(one, 1));
  setThreadCount(3);
  const auto other = springsOf<float>(shuffled, true);
  const auto yy = product(other, randomBlock(other, 1));
  setThreadCount(threads);
  EXPECT_EQ(one.energy_eV(), other.energy_eV());
  EXPECT_EQ(one.atoms().ids, other.atoms().ids);
  EXPECT_TRUE(std::equal(y.all().begin(), y.all().end(), yy.all().begin()));
}

TEST(StillingerWeberSprings, addWhatTheyAreAskedToAdd) {
  const auto springs = springsOf(amorphousSilicon(), true);
  const auto x = randomBlock(springs, 1), z = randomBlock(springs, 2);
  const auto hx = product(springs, x);
  Block<double> y = z;
  springs.apply(x, y, &y, 2, -3, 0.5);
  for (std::size_t k = 0; k < y.all().size(); ++k) {
    const double expected = 2 * hx.all()[k] - 3 * x.all()[k] + 0.5 * z.all()[k];
    EXPECT_NEAR(y.all()[k], expected, 1e-12);
  }
  // Four neighbours and twelve beyond them, nine numbers and a place each.
  const auto crystal = springsOf(rattledSilicon(3, 0));
  EXPECT_LT(crystal.bytes() / 216, 16 * 80 + 32);
}

}  // namespace
}  // namespace glasscope::sim
