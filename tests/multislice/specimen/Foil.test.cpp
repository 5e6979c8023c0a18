#include "multislice/specimen/Foil.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "core/math/Random.h"
#include "core/system/Error.h"

namespace glasscope::multislice {
namespace {

Atoms gas(const Box& box, int count) {
  Atoms atoms;
  atoms.box = box;
  Random random(7, "foil test");
  for (int i = 0; i < count; ++i) {
    const Vec3 f(random.uniform(), random.uniform(), random.uniform());
    atoms.add(i % 3 == 0 ? 40 : 29, box.toCartesian(f));
  }
  return atoms;
}

Box triclinic(double xy, double xz, double yz) {
  Mat3 m = Mat3::Zero();
  m << 10, xy, xz, 0, 8, yz, 0, 0, 6;
  return Box(m);
}

double numberDensity(const Foil& foil) {
  return static_cast<double>(foil.size()) / foil.extent_A().prod();
}

TEST(Foil, ofTheWholeBoxHoldsEveryAtomOnce) {
  const Atoms atoms = gas(Box::orthogonal({10, 8, 6}, {-3, 2, 100}), 500);
  const Foil foil = Foil::cut(atoms, {});
  ASSERT_EQ(foil.size(), atoms.size());
  EXPECT_TRUE(foil.isPeriodic());
  for (std::size_t i = 0; i < foil.size(); ++i) {
    EXPECT_EQ(foil.sources()[i], i);
    EXPECT_LT((foil.positions()[i] + foil.origin_A() - atoms.positions[i]).norm(), 1e-12);
    for (int d = 0; d < 3; ++d) {
      EXPECT_GE(foil.positions()[i][d], 0);
      EXPECT_LT(foil.positions()[i][d], foil.extent_A()[d]);
    }
  }
}

TEST(Foil, thatDoesNotFitIntoMemoryIsRefusedBeforeItIsCut) {
  const Atoms atoms = gas(Box::orthogonal({10, 8, 6}), 500);
  FoilSettings settings;
  settings.thickness_A = 1e15;
  try {
    Foil::cut(atoms, settings);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::capacity) << error.what();
  }
}

TEST(Foil, unwrappedAtomsComeBackIntoTheBlock) {
  Atoms atoms;
  atoms.box = Box::orthogonal({10, 10, 10});
  atoms.add(29, {25, -13, 31});
  const Foil foil = Foil::cut(atoms, {});
  ASSERT_EQ(foil.size(), 1u);
  EXPECT_LT((foil.positions()[0] - Vec3(5, 7, 1)).norm(), 1e-12);
}

TEST(Foil, tilesAcrossAndRepeatsAlongTheBeam) {
  const Atoms atoms = gas(Box::orthogonal({10, 8, 6}), 200);
  FoilSettings settings;
  settings.tile_x = 2;
  settings.tile_y = 3;
  settings.thickness_A = 18;
  const Foil foil = Foil::cut(atoms, settings);
  EXPECT_EQ(foil.size(), 200u * 2 * 3 * 3);
  EXPECT_LT((foil.extent_A() - Vec3(20, 24, 18)).norm(), 1e-12);
}

TEST(Foil, cutsOnlyTheLayersAskedFor) {
  Atoms atoms;
  atoms.box = Box::orthogonal({4, 4, 10});
  for (int i = 0; i < 10; ++i) atoms.add(29, {1, 1, i + 0.5});
  FoilSettings settings;
  settings.start_A = 8;
  settings.thickness_A = 5;  // 8.5, 9.5, and through the periodic face 0.5, 1.5, 2.5
  const Foil foil = Foil::cut(atoms, settings);
  std::vector<double> z;
  for (const Vec3& r : foil.positions()) z.push_back(r.z());
  std::sort(z.begin(), z.end());
  ASSERT_EQ(z.size(), 5u);
  for (int i = 0; i < 5; ++i) EXPECT_NEAR(z[i], i + 0.5, 1e-12);
}

TEST(Foil, ofATriclinicBoxIsARectangularRepeatWhereThereIsOne) {
  const Atoms atoms = gas(triclinic(5, 3.3, -1.7), 300);  // xy is half of lx: two rows repeat
  const Foil foil = Foil::cut(atoms, {});
  EXPECT_TRUE(foil.isPeriodic());
  EXPECT_NEAR(foil.extent_A().y(), 16, 1e-12);
  EXPECT_EQ(foil.size(), 600u);
  EXPECT_NEAR(numberDensity(foil) * atoms.box.volume(), 300, 1e-9);
}

TEST(Foil, withoutARectangularRepeatIsABlockInVacuum) {
  const Atoms atoms = gas(triclinic(std::sqrt(2.0), 0.3, 0.7), 3000);
  FoilSettings settings;
  settings.vacuum_A = 4;
  const Foil foil = Foil::cut(atoms, settings);
  EXPECT_FALSE(foil.isPeriodic());
  EXPECT_LT((foil.extent_A() - Vec3(18, 16, 6)).norm(), 1e-12);
  for (const Vec3& r : foil.positions()) {
    EXPECT_GE(r.x(), 4);
    EXPECT_LE(r.x(), 14);
    EXPECT_GE(r.y(), 4);
    EXPECT_LE(r.y(), 12);
  }
  // The block has the volume of the cell, so its number of atoms differs only by chance: 5 sigma.
  EXPECT_NEAR(static_cast<double>(foil.size()), 3000, 5 * std::sqrt(3000.0));
}

TEST(Foil, imagesOfATriclinicCellKeepTheirDistances) {
  // Every foil atom is a periodic image of its source.
  const Atoms atoms = gas(triclinic(5, 3.3, -1.7), 50);
  const Foil foil = Foil::cut(atoms, {});
  ASSERT_GE(foil.size(), 50u);
  for (std::size_t i = 0; i < foil.size(); ++i) {
    const Vec3 r = foil.positions()[i] + foil.origin_A();
    EXPECT_LT(atoms.box.minimumImage(r - atoms.positions[foil.sources()[i]]).norm(), 1e-9);
  }
}

TEST(Foil, doesNotDependOnTheOrderOfTheEdges) {
  const Atoms upright = gas(Box::orthogonal({10, 8, 6}), 500);
  Atoms permuted = upright;
  Mat3 edges = Mat3::Zero();
  edges(2, 0) = 6, edges(0, 1) = 10, edges(1, 2) = 8;  // a along z, b along x, c along y
  permuted.box = Box(edges);
  const Foil wanted = Foil::cut(upright, {}), found = Foil::cut(permuted, {});
  EXPECT_TRUE(found.isPeriodic());
  EXPECT_EQ(found.extent_A(), wanted.extent_A());
  EXPECT_EQ(found.sources(), wanted.sources());
  for (std::size_t i = 0; i < wanted.size(); ++i)
    EXPECT_LT((found.positions()[i] - wanted.positions()[i]).norm(), 1e-12);
}

TEST(Foil, ofAPrimitiveCellIsTheCubeOfItsLattice) {
  Mat3 edges;
  edges << 0, 5, 5, 5, 0, 5, 5, 5, 0;
  const Foil foil = Foil::cut(gas(Box(edges), 1000), {});
  EXPECT_TRUE(foil.isPeriodic());
  EXPECT_EQ(foil.extent_A(), Vec3(10, 10, 5));
  EXPECT_EQ(foil.size(), 2000U) << "a cube holds four cells of 250, its lower half two";
}

TEST(Foil, ofABoxTurnedAboutTheBeamIsNoVacuum) {
  const double density = 500 / (10.0 * 8 * 6);
  for (const double degrees : {17.0, 90.0, 120.0, 200.0}) {
    const double angle = degrees * std::acos(-1.0) / 180;
    Mat3 turn = Mat3::Identity();
    turn << std::cos(angle), -std::sin(angle), 0, std::sin(angle), std::cos(angle), 0, 0, 0, 1;
    const Mat3 edges = turn * Mat3(Vec3(10, 8, 6).asDiagonal());
    FoilSettings settings;
    settings.vacuum_A = 0;
    const Foil foil = Foil::cut(gas(Box(edges), 500), settings);
    // A block of some hundred atoms of a gas: five standard deviations.
    const double atoms = density * foil.extent_A().prod();
    EXPECT_GT(foil.extent_A().minCoeff(), 1) << degrees;
    EXPECT_NEAR(static_cast<double>(foil.size()), atoms, 5 * std::sqrt(atoms)) << degrees;
  }
}

TEST(Foil, ofAParticleHasVacuumAroundIt) {
  Atoms atoms;
  atoms.box = Box::orthogonal({2, 2, 2}, {0, 0, 0}, {false, false, false});
  atoms.add(79, {-1, 0, 0});
  atoms.add(79, {3, 5, 7});
  FoilSettings settings;
  settings.vacuum_A = 2;
  const Foil foil = Foil::cut(atoms, settings);
  EXPECT_FALSE(foil.isPeriodic());
  EXPECT_EQ(foil.size(), 2u);
  EXPECT_LT((foil.extent_A() - Vec3(8, 9, 7)).norm(), 1e-12);
  EXPECT_LT((foil.positions()[0] - Vec3(2, 2, 0)).norm(), 1e-12);
}

TEST(Foil, refusesSettingsThatMakeNoSense) {
  const Atoms atoms = gas(Box::orthogonal({10, 8, 6}), 20);
  Atoms open = atoms;
  open.box = Box::orthogonal({10, 8, 6}, {0, 0, 0}, {true, true, false});
  FoilSettings negative, empty, thick, tiled;
  negative.thickness_A = -5;
  empty.tile_x = 0;
  thick.thickness_A = 50;
  tiled.tile_y = 2;
  EXPECT_THROW(Foil::cut(atoms, negative), Error);
  EXPECT_THROW(Foil::cut(atoms, empty), Error);
  EXPECT_THROW(Foil::cut(open, thick), Error);
  open.box = Box::orthogonal({10, 8, 6}, {0, 0, 0}, {true, false, true});
  EXPECT_THROW(Foil::cut(open, tiled), Error);
}

}  // namespace
}  // namespace glasscope::multislice
