#include "compare/truth/TruthMap.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "core/atoms/Elements.h"
#include "core/math/Constants.h"
#include "core/math/Random.h"
#include "core/system/Error.h"
#include "core/system/Parallel.h"

namespace glasscope::compare {
namespace {

Atoms randomFoil(int count, bool periodic, std::uint64_t seed) {
  Atoms atoms;
  atoms.box = Box::orthogonal({30, 24, 10}, {0, 0, 0}, {periodic, periodic, false});
  Random random(seed, "foil");
  for (int i = 0; i < count; ++i) {
    atoms.add(i % 3 ? 29 : 40,
              {30 * random.uniform(), 24 * random.uniform(), 10 * random.uniform()});
  }
  return atoms;
}

MapGrid grid() {
  return {60, 48, {0.5, 0.5}, {0, 0}, true};
}

TEST(TruthMap, sumsOverAPeriodicFoilAreConserved) {
  const Atoms atoms = randomFoil(500, true, 1);
  const TruthMap truth(grid(), ProbeKernel::gaussian(3));
  double total = 0, mass = 0, expected = 0;
  for (const double v : truth.arealDensity(atoms).values) total += 0.25 * v;
  for (const double v : truth.arealMass(atoms).values) mass += 0.25 * v;
  for (const int z : atoms.atomicNumbers) expected += elementMass(z);
  // The kernel ends at four sigma with a step of 3e-4 of its maximum, on a grid of sigma/2.5.
  EXPECT_NEAR(total, 500, 500 * 2e-4);
  EXPECT_NEAR(mass, expected, expected * 2e-4);
}

TEST(TruthMap, ofAConstantIsThatConstant) {
  const Atoms atoms = randomFoil(500, true, 1);
  const Column column{"c", "eV", "Constant.", std::vector<double>(500, 7.5)};
  const Map2 map = TruthMap(grid(), ProbeKernel::gaussian(3)).mean(atoms, column);
  ASSERT_FALSE(map.values.empty());
  for (const double v : map.values) EXPECT_NEAR(v, 7.5, 1e-12);
}

TEST(TruthMap, ofOneAtomIsTheProbe) {
  Atoms atoms;
  atoms.box = Box::orthogonal({30, 24, 10}, {0, 0, 0}, {true, true, false});
  atoms.add(29, {0.25, 12.0, 5});  // beside the seam: the other half comes around
  const double sigma = 3 / (2 * std::sqrt(2 * std::log(2.0)));
  const Map2 map = TruthMap(grid(), ProbeKernel::gaussian(3)).arealDensity(atoms);
  for (const int x : {0, 1, 3, 58, 59}) {
    const double dx = std::remainder(0.5 * x - 0.25, 30.0), dy = 1.0;
    const double expected = std::exp(-0.5 * (dx * dx + dy * dy) / (sigma * sigma)) /
                            (2 * constants::kPi * sigma * sigma);
    // 3.4e-4 of the weight lies beyond the cut.
    EXPECT_NEAR(map.values(x, 26), expected, 1e-3 * expected);
  }
}

TEST(TruthMap, knowsTheOpenEdgesOfABox) {
  Atoms atoms;
  atoms.box = Box::orthogonal({30, 24, 10}, {0, 0, 0}, {false, false, false});
  atoms.add(29, {0.25, 12.0, 5});
  const Column column{"c", "1", "One.", {1}};
  const TruthMap truth(grid(), ProbeKernel::gaussian(3));
  EXPECT_GT(truth.arealDensity(atoms).values(0, 24), 0);
  EXPECT_EQ(truth.arealDensity(atoms).values(59, 24), 0);
  EXPECT_TRUE(std::isnan(truth.mean(atoms, column).values(59, 24)));
}

TEST(TruthMap, recoversAPlantedField) {
  Atoms atoms = randomFoil(20000, true, 4);
  Column field{"f", "1", "A wave.", {}};
  for (const Vec3& p : atoms.positions)
    field.values.push_back(std::cos(2 * constants::kPi * p.x() / 30));
  const Map2 map = TruthMap(grid(), ProbeKernel::gaussian(3)).mean(atoms, field);
  const double sigma = 3 / (2 * std::sqrt(2 * std::log(2.0)));
  const double damping = std::exp(-0.5 * std::pow(2 * constants::kPi * sigma / 30, 2));
  // About 28 * 4 pi sigma^2 = 570 atoms share a probe: the noise of a mean is 0.7 sigma /
  // sqrt(570).
  for (int x = 0; x < 60; x += 7) {
    EXPECT_NEAR(map.values(x, 20), damping * std::cos(2 * constants::kPi * x / 60), 0.04);
  }
}

TEST(TruthMap, leavesOutUndefinedAtoms) {
  Atoms atoms = randomFoil(500, true, 1);
  Column column{"c", "1", "Half undefined.", std::vector<double>(500, 2)};
  for (std::size_t i = 0; i < 500; i += 2)
    column.values[i] = std::numeric_limits<double>::quiet_NaN();
  const Map2 map = TruthMap(grid(), ProbeKernel::gaussian(4)).mean(atoms, column);
  ASSERT_FALSE(map.values.empty());
  for (const double v : map.values) EXPECT_NEAR(v, 2, 1e-12);
}

TEST(TruthMap, doesNotDependOnTheImageOfAnAtomOrTheOrderOfThreads) {
  Atoms atoms = randomFoil(300, true, 1), moved = atoms;
  for (Vec3& p : moved.positions) p += Vec3(30, -48, 0);
  const TruthMap truth(grid(), ProbeKernel::gaussian(3));
  const Map2 a = truth.arealDensity(atoms), b = truth.arealDensity(moved);
  for (std::size_t i = 0; i < a.values.size(); ++i) EXPECT_NEAR(a.values[i], b.values[i], 1e-10);
  const int before = threadCount();
  setThreadCount(1);
  const Map2 one = truth.arealDensity(atoms);
  setThreadCount(3);
  const Map2 three = truth.arealDensity(atoms);
  setThreadCount(before);
  for (std::size_t i = 0; i < one.values.size(); ++i) EXPECT_EQ(one.values[i], three.values[i]);
}

TEST(TruthMap, followsATriclinicBox) {
  Mat3 matrix;
  matrix << 30, 6, 0, 0, 24, 0, 0, 0, 10;
  Atoms atoms;
  atoms.box = Box(matrix, {0, 0, 0}, {true, true, false});
  atoms.add(29, {1, 0.5, 5});
  const TruthMap truth({80, 60, {0.5, 0.5}, {0, 0}, false}, ProbeKernel::gaussian(3));
  const Map2 map = truth.arealDensity(atoms);
  EXPECT_NEAR(map.values(2, 1), map.values(14, 49), 1e-12);  // the image at +b = (6, 24)
}

// By hand, of two atoms at one place and one farther away: sqrt(w1^2 e1^2 + w2^2 e2^2 + ...) / sum
// w.
TEST(TruthMap, propagatesTheErrorsOfAtoms) {
  Atoms atoms;
  atoms.box = Box::orthogonal({30, 24, 10}, {0, 0, 0}, {false, false, false});
  for (const double x : {12.0, 12.0, 13.5}) atoms.add(29, {x, 12, 5});
  const Column errors{"c", "eV", "", {0.3, 0.4, 0.5}};
  const ProbeKernel kernel = ProbeKernel::gaussian(3);
  const double near = kernel(0), far = kernel(1.5);
  const double expected =
      std::sqrt(near * near * (0.09 + 0.16) + far * far * 0.25) / (2 * near + far);
  EXPECT_NEAR(TruthMap(grid(), kernel).meanError(atoms, errors).values(24, 24), expected, 1e-12);
  EXPECT_TRUE(std::isnan(TruthMap(grid(), kernel).meanError(atoms, errors).values(59, 0)));
}

TEST(TruthMap, theTopOfAColumnIsMarked) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const Column column{"c", "eV", "", {1, 9, nan, 3, 8, 5, 2, 4, 6, 7, 0}};
  const Column top = topFraction(column, 0.2);
  EXPECT_EQ(top.name, "c_top_20");
  for (std::size_t i = 0; i < 11; ++i) {
    if (i == 2) {
      EXPECT_TRUE(std::isnan(top.values[i]));
    } else {
      EXPECT_EQ(top.values[i], i == 1 || i == 4);
    }
  }
  EXPECT_THROW(topFraction(column, 0), Error);
  EXPECT_THROW(topFraction(column, 1), Error);
}

TEST(TruthMap, refusesAnEmptyGrid) {
  EXPECT_THROW(TruthMap({0, 4, {1, 1}, {0, 0}, false}, ProbeKernel::gaussian(1)), Error);
}

}  // namespace
}  // namespace glasscope::compare
