#include "voronoi/cells/Tessellation.h"

#include <algorithm>
#include <numeric>

#include <gmock/gmock.h>

#include "core/system/Parallel.h"
#include "tests/voronoi/Samples.h"

namespace glasscope::voronoi {
namespace {

using samples::crystal;
using samples::cubic;

double sum(const std::vector<double>& v) {
  return std::accumulate(v.begin(), v.end(), 0.0);
}

/// Three skewed boxes of very different shape.
std::vector<Box> awkwardBoxes() {
  Mat3 skewed, needle, plate;
  skewed << 9, 4, -3, 0, 8, 3.5, 0, 0, 7;
  needle << 3, 0.5, 1, 0, 3, -1, 0, 0, 90;
  plate << 30, 14, 0, 0, 30, 1, 0, 0, 2;
  return {Box(skewed, Vec3(1, -2, 3)), Box(needle), Box(plate)};
}

/// How many faces have no partner: the same face seen from the neighbour, with the opposite vector.
int unpairedFaces(const Tessellation& t) {
  int unpaired = 0;
  for (std::size_t i = 0; i < t.size(); ++i)
    for (auto f = t.firstFace[i]; f < t.firstFace[i + 1]; ++f) {
      const auto face = static_cast<std::size_t>(f);
      if (t.neighbour[face] == Tessellation::kWall) continue;
      const auto j = static_cast<std::size_t>(t.neighbour[face]);
      bool found = false;
      for (auto g = t.firstFace[j]; g < t.firstFace[j + 1]; ++g) {
        const auto back = static_cast<std::size_t>(g);
        found |= t.neighbour[back] == static_cast<std::int32_t>(i) &&
                 (t.neighbourVector_A[face] + t.neighbourVector_A[back]).norm() < 1e-9 &&
                 std::abs(t.area_A2[face] - t.area_A2[back]) < 1e-8;
      }
      // Faces at the resolution of the library may show from one side alone.
      if (!found && t.area_A2[face] > 1e-8) ++unpaired;
    }
  return unpaired;
}

/// Random boxes, plain and radical: sums are exact to rounding, about 1e-13 a cell.
TEST(Tessellation, cellsFillThePeriodicBox) {
  std::uint64_t seed = 1;
  for (const auto& box : awkwardBoxes())
    for (const std::size_t count : {2, 5, 40, 300}) {
      const auto atoms = samples::poisson(count, box, seed++);
      EXPECT_NEAR(sum(tessellate(atoms).volume_A3) / box.volume(), 1, 1e-10) << count;
      std::vector<double> radii;
      for (const int z : atoms.atomicNumbers) radii.push_back(z == 29 ? 0.5 : 0.8);
      EXPECT_NEAR(sum(tessellate(atoms, radii).volume_A3) / box.volume(), 1, 1e-10) << count;
    }
}

TEST(Tessellation, neighboursSeeEachOther) {
  std::uint64_t seed = 10;
  for (const auto& box : awkwardBoxes()) {
    const auto atoms = samples::poisson(200, box, seed++);
    EXPECT_EQ(unpairedFaces(tessellate(atoms)), 0);
    std::vector<double> radii;
    for (const int z : atoms.atomicNumbers) radii.push_back(z == 29 ? 0.5 : 0.8);
    EXPECT_EQ(unpairedFaces(tessellate(atoms, radii)), 0);
  }
}

/// A face is the set of points as far from the one atom as from the other.
TEST(Tessellation, areaVectorsOfAClosedCellAddUpToNothing) {
  const auto t = tessellate(samples::poisson(100, awkwardBoxes()[0], 3));
  for (std::size_t i = 0; i < t.size(); ++i) {
    Vec3 total = Vec3::Zero();
    for (auto f = t.firstFace[i]; f < t.firstFace[i + 1]; ++f) {
      const auto face = static_cast<std::size_t>(f);
      total += t.area_A2[face] * t.neighbourVector_A[face].normalized();
    }
    EXPECT_LT(total.norm(), 1e-10 * t.surface_A2[i]);
  }
}

TEST(Tessellation, simpleCubicCellIsACube) {
  const auto t = tessellate(crystal(cubic(2.7), samples::kScBasis, {4, 4, 4}));
  for (std::size_t i = 0; i < t.size(); ++i) {
    EXPECT_NEAR(t.volume_A3[i], 2.7 * 2.7 * 2.7, 1e-9);
    EXPECT_NEAR(t.surface_A2[i], 6 * 2.7 * 2.7, 1e-9);
    EXPECT_NEAR(t.reach_A[i], 2.7 * std::sqrt(0.75), 1e-9);
    EXPECT_EQ(t.facesOf(i), 6);
  }
  EXPECT_TRUE(std::all_of(t.edgeLength_A.begin(), t.edgeLength_A.end(),
                          [](float e) { return std::abs(e - 2.7F) < 1e-6F; }));
}

/// Truncated octahedron: hexagons of area (3 sqrt 3 / 16) a^2 towards the 8 nearest, squares of
/// a^2 / 8 towards the 6 next.
TEST(Tessellation, bccCellIsATruncatedOctahedron) {
  const double a = 2.87;
  const auto t = tessellate(crystal(cubic(a), samples::kBccBasis, {3, 3, 3}));
  for (std::size_t i = 0; i < t.size(); ++i) {
    EXPECT_NEAR(t.volume_A3[i], a * a * a / 2, 1e-9);
    ASSERT_EQ(t.facesOf(i), 14);
    for (auto f = t.firstFace[i]; f < t.firstFace[i + 1]; ++f) {
      const bool square = t.edgeCount(f) == 4;
      EXPECT_NEAR(t.area_A2[static_cast<std::size_t>(f)],
                  a * a * (square ? 1.0 / 8 : 3 * std::sqrt(3.0) / 16), 1e-9);
    }
  }
}

/// Rhombic dodecahedron: 12 rhombi of area a^2 sqrt(2) / 8 and edge a sqrt(3) / 4. Four faces meet
/// at six of its vertices, so a real, noisy fcc crystal shows split vertices and spurious small
/// faces.
TEST(Tessellation, fccCellIsARhombicDodecahedron) {
  const double a = 3.639;
  const auto t = tessellate(crystal(cubic(a), samples::kFccBasis, {3, 3, 3}));
  for (std::size_t i = 0; i < t.size(); ++i) {
    EXPECT_NEAR(t.volume_A3[i], a * a * a / 4, 1e-9);
    ASSERT_EQ(t.facesOf(i), 12);
    for (auto f = t.firstFace[i]; f < t.firstFace[i + 1]; ++f) {
      EXPECT_EQ(t.edgeCount(f), 4);
      EXPECT_NEAR(t.area_A2[static_cast<std::size_t>(f)], a * a * std::sqrt(2.0) / 8, 1e-9);
    }
  }
}

TEST(Tessellation, hcpCellHasTwelveFacesAndTheVolumeOfClosePacking) {
  const double d = 2.9;
  const auto t = tessellate(samples::hcp(d, {4, 3, 3}));
  for (std::size_t i = 0; i < t.size(); ++i) {
    EXPECT_NEAR(t.volume_A3[i], d * d * d / std::sqrt(2.0), 1e-9);
    EXPECT_EQ(t.facesOf(i), 12);
  }
}

/// The cell of the centre is a regular dodecahedron of inradius d / 2; with edge e its volume is
/// (15 + 7 sqrt 5) e^3 / 4 and its inradius e / 2 sqrt((25 + 11 sqrt 5) / 10).
TEST(Tessellation, centreOfAnIcosahedronHasADodecahedralCell) {
  const double d = 2.6, root = std::sqrt(5.0);
  const double e = d / std::sqrt((25 + 11 * root) / 10);
  const auto t = tessellate(samples::icosahedron(d));
  EXPECT_NEAR(t.volume_A3[0], (15 + 7 * root) / 4 * e * e * e, 1e-9);
  ASSERT_EQ(t.facesOf(0), 12);
  for (auto f = t.firstFace[0]; f < t.firstFace[1]; ++f) EXPECT_EQ(t.edgeCount(f), 5);
  EXPECT_FALSE(t.open[0]);
  EXPECT_TRUE(t.open[1]);
}

/// One atom alone: its cell is the Wigner-Seitz cell of the lattice of its images.
TEST(Tessellation, oneAtomIsItsOwnNeighbour) {
  const double a = 4.05;
  Mat3 primitive;
  primitive << 0, .5, .5, .5, 0, .5, .5, .5, 0;
  Atoms atoms;
  atoms.box = Box(a * primitive);
  atoms.add(13, Vec3(0.3, 7, -2));
  const auto t = tessellate(atoms);
  EXPECT_NEAR(t.volume_A3[0], a * a * a / 4, 1e-9);
  ASSERT_EQ(t.facesOf(0), 12);
  for (const auto j : t.neighbour) EXPECT_EQ(j, 0);
}

/// The primitive cell of bcc, doubled and badly skewed, is the same crystal.
TEST(Tessellation, skewedCellsOfACrystalAreTheSameCrystal) {
  const double a = 3.2;
  Mat3 primitive, skew;
  primitive << -.5, .5, .5, .5, -.5, .5, .5, .5, -.5;
  skew << 1, 3, -2, 0, 1, 4, 0, 0, 1;
  const auto t = tessellate(crystal(a * primitive * skew, samples::kScBasis, {2, 1, 3}));
  for (std::size_t i = 0; i < t.size(); ++i) {
    EXPECT_NEAR(t.volume_A3[i], a * a * a / 2, 1e-9);
    EXPECT_EQ(t.facesOf(i), 14);
  }
}

TEST(Tessellation, doesNotChangeWithOriginWrappingOrOrder) {
  const auto atoms = samples::poisson(150, awkwardBoxes()[0], 21);
  const auto reference = tessellate(atoms);
  Atoms moved;
  moved.box = atoms.box;
  const auto n = atoms.size();
  for (std::size_t k = 0; k < n; ++k) {
    const auto i = n - 1 - k;
    const double shift = static_cast<double>(i % 3) - 1;
    moved.add(29, atoms.positions[i] + Vec3(1.7, -4.1, 0.3) +
                      atoms.box.matrix() * Vec3(shift, 2 * shift, -shift));
  }
  const auto t = tessellate(moved);
  for (std::size_t k = 0; k < n; ++k) {
    // Rounding of the coordinates alone: about 1e-15 of 10 angstrom.
    EXPECT_NEAR(t.volume_A3[k], reference.volume_A3[n - 1 - k], 1e-10);
    EXPECT_EQ(t.facesOf(k), reference.facesOf(n - 1 - k));
  }
}

TEST(Tessellation, tiledSampleRepeatsItsCells) {
  const auto atoms = samples::poisson(60, awkwardBoxes()[0], 22);
  const auto reference = tessellate(atoms);
  Atoms tiled;
  Mat3 matrix = atoms.box.matrix();
  matrix.col(0) *= 2;
  matrix.col(2) *= 3;
  tiled.box = Box(matrix, atoms.box.origin());
  for (int a = 0; a < 2; ++a)
    for (int c = 0; c < 3; ++c)
      for (const auto& p : atoms.positions) tiled.add(29, p + atoms.box.matrix() * Vec3(a, 0, c));
  const auto t = tessellate(tiled);
  for (std::size_t i = 0; i < t.size(); ++i) {
    EXPECT_NEAR(t.volume_A3[i], reference.volume_A3[i % 60], 1e-10);
    EXPECT_EQ(t.facesOf(i), reference.facesOf(i % 60));
  }
}

/// Exact: lengths are scaled by powers of two inside.
TEST(Tessellation, doesNotDependOnTheUnitOfLength) {
  auto atoms = samples::poisson(100, awkwardBoxes()[0], 23);
  const auto reference = tessellate(atoms);
  for (auto& p : atoms.positions) p *= 1024;
  atoms.box = Box(1024 * atoms.box.matrix(), 1024 * atoms.box.origin());
  const auto t = tessellate(atoms);
  EXPECT_EQ(t.neighbour, reference.neighbour);
  for (std::size_t i = 0; i < t.size(); ++i)
    EXPECT_EQ(t.volume_A3[i], std::pow(1024, 3) * reference.volume_A3[i]);
}

TEST(Tessellation, hasTheSameBitsOnAnyNumberOfThreads) {
  const auto atoms = samples::poisson(2000, awkwardBoxes()[0], 24);
  const std::vector<double> radii(atoms.size(), 0.1);
  const int before = threadCount();
  setThreadCount(1);
  const auto one = tessellate(atoms, radii);
  for (const int threads : {2, 3, 4}) {
    setThreadCount(threads);
    const auto many = tessellate(atoms, radii);
    EXPECT_EQ(many.volume_A3, one.volume_A3);
    EXPECT_EQ(many.neighbour, one.neighbour);
    EXPECT_EQ(many.area_A2, one.area_A2);
    EXPECT_EQ(many.firstEdge, one.firstEdge);
    EXPECT_EQ(many.edgeLength_A, one.edgeLength_A);
  }
  setThreadCount(before);
}

/// Mean number of faces of Poisson-Voronoi cells: 48 pi^2 / 35 + 2 (Meijering 1953). The number of
/// faces of one cell has a standard deviation of 3.33 (Okabe et al., Spatial Tessellations, 2nd
/// ed., table 5.5.2); cells are nearly independent, so the mean of 20,000 is good to 0.024, and 4
/// of these are allowed.
TEST(Tessellation, poissonCellsHaveTheKnownMeanNumberOfFaces) {
  const auto atoms = samples::poisson(20000, Box::orthogonal(Vec3(30, 25, 27)), 31);
  const auto t = tessellate(atoms);
  const double mean = static_cast<double>(t.faceCount()) / static_cast<double>(t.size());
  EXPECT_NEAR(mean, 48 * M_PI * M_PI / 35 + 2, 0.1);
}

/// Equal radii shift nothing.
TEST(Tessellation, radicalCellsOfEqualRadiiArePlain) {
  const auto atoms = samples::poisson(100, awkwardBoxes()[0], 25);
  const auto plain = tessellate(atoms);
  const auto radical = tessellate(atoms, std::vector<double>(atoms.size(), 1.4));
  EXPECT_EQ(radical.neighbour, plain.neighbour);
  EXPECT_EQ(radical.weighting, Weighting::radical);
}

/// Rock salt along x: the plane between unlike atoms at distance d lies (d^2 + r1^2 - r2^2) / 2 d
/// from the first; in a row with period 2 d its cell is twice that wide.
TEST(Tessellation, radicalPlaneLiesAtTheRadicalAxis) {
  Atoms atoms;
  atoms.box = Box::orthogonal(Vec3(6, 4, 4));
  atoms.add(29, Vec3(0, 0, 0));
  atoms.add(40, Vec3(3, 0, 0));
  const auto t = tessellate(atoms, std::vector<double>{1.28, 1.60});
  const double plane = (9 + 1.28 * 1.28 - 1.60 * 1.60) / 6;
  EXPECT_NEAR(t.volume_A3[0], 2 * plane * 16, 1e-9);
  EXPECT_NEAR(t.volume_A3[1], (6 - 2 * plane) * 16, 1e-9);
  for (auto f = t.firstFace[0]; f < t.firstFace[1]; ++f)
    if (t.neighbour[static_cast<std::size_t>(f)] == 1) {
      EXPECT_NEAR(t.planeDistance_A(0, f), plane, 1e-12);
    }
}

/// d = 0.5 < sqrt(2^2 - 1^2): the large neighbour takes all of the small atom's points.
TEST(Tessellation, aLargeNeighbourCanSwallowACell) {
  Atoms atoms;
  atoms.box = Box::orthogonal(Vec3(5, 5, 5));
  atoms.add(29, Vec3(1, 1, 1));
  atoms.add(40, Vec3(1.5, 1, 1));
  const auto t = tessellate(atoms, std::vector<double>{1.0, 4.0});
  EXPECT_EQ(t.volume_A3[0], 0);
  EXPECT_EQ(t.facesOf(0), 0);
  EXPECT_NEAR(t.volume_A3[1], 125, 1e-9);
}

TEST(Tessellation, openDirectionsEndAtTheWalls) {
  Atoms atoms = samples::poisson(
      200, Box::orthogonal(Vec3(8, 9, 10), Vec3(-1, 0, 2), {true, false, false}), 26);
  const auto t = tessellate(atoms);
  EXPECT_NEAR(sum(t.volume_A3), 720, 1e-8);
  int open = 0;
  for (std::size_t i = 0; i < t.size(); ++i) {
    bool wall = false;
    for (auto f = t.firstFace[i]; f < t.firstFace[i + 1]; ++f)
      wall |= t.neighbour[static_cast<std::size_t>(f)] == Tessellation::kWall;
    EXPECT_EQ(wall, t.open[i] == 1);
    open += t.open[i];
  }
  EXPECT_GT(open, 20);
  EXPECT_LT(open, 180);
}

/// The same sample in a skewed open box: walls are the faces of the parallelepiped.
TEST(Tessellation, openSkewedBoxIsFilledToo) {
  Mat3 m;
  m << 9, 4, -3, 0, 8, 3.5, 0, 0, 7;
  const Box box(m, Vec3::Zero(), {false, true, false});
  EXPECT_NEAR(sum(tessellate(samples::poisson(150, box, 27)).volume_A3), box.volume(), 1e-8);
}

TEST(Tessellation, wallsMoveOutToAtomsBeyondThem) {
  Atoms atoms;
  atoms.box = Box::orthogonal(Vec3(4, 4, 4), Vec3::Zero(), {true, true, false});
  atoms.add(29, Vec3(2, 2, 2));
  atoms.add(29, Vec3(2, 2, 6));
  const auto t = tessellate(atoms);
  EXPECT_NEAR(t.volume_A3[0], 16 * 4, 1e-9);
  EXPECT_NEAR(t.volume_A3[1], 16 * 2, 1e-9);
}

TEST(Tessellation, oneAtomInAnOpenBoxHasAllOfIt) {
  Atoms atoms;
  atoms.box = Box::orthogonal(Vec3(3, 4, 5), Vec3::Zero(), {false, false, false});
  atoms.add(29, Vec3(1, 1, 1));
  const auto t = tessellate(atoms);
  EXPECT_NEAR(t.volume_A3[0], 60, 1e-9);
  EXPECT_EQ(t.facesOf(0), 6);
  EXPECT_TRUE(t.open[0]);
}

/// A flat sheet leaves no thickness to measure the distance of atoms by.
TEST(Tessellation, monolayerInAnOpenBoxHasColumns) {
  Atoms atoms;
  atoms.box = Box::orthogonal(Vec3(25, 25, 30), Vec3::Zero(), {true, true, false});
  for (int i = 0; i < 10; ++i)
    for (int j = 0; j < 10; ++j) atoms.add(29, Vec3(2.5 * i, 2.5 * j, 15));
  const auto t = tessellate(atoms);
  for (std::size_t i = 0; i < t.size(); ++i) {
    EXPECT_NEAR(t.volume_A3[i], 2.5 * 2.5 * 30, 1e-8);
    EXPECT_EQ(t.facesOf(i), 6);
  }
}

/// Vacuum must not make the search blow up: a film of 2,000 atoms in a box of ten times its height.
TEST(Tessellation, filmInAVacuumIsTessellatedLocally) {
  auto atoms = samples::poisson(2000, Box::orthogonal(Vec3(40, 40, 20)), 28);
  atoms.box = Box::orthogonal(Vec3(40, 40, 200), Vec3(0, 0, -90), {true, true, false});
  const auto t = tessellate(atoms);
  EXPECT_NEAR(sum(t.volume_A3), 40 * 40 * 200, 1e-3);
}

}  // namespace
}  // namespace glasscope::voronoi
