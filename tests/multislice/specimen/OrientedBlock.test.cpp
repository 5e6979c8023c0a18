#include "multislice/specimen/OrientedBlock.h"

#include <cmath>

#include <Eigen/LU>
#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "multislice/specimen/Foil.h"

namespace glasscope::multislice {
namespace {

// Face-centred cubic copper, one cell.
Atoms copper() {
  constexpr double kSide = 3.6;
  Atoms atoms;
  atoms.box = Box::orthogonal(Vec3::Constant(kSide), {1, 2, 3});
  for (const Vec3& f : {Vec3(0, 0, 0), Vec3(0.5, 0.5, 0), Vec3(0.5, 0, 0.5), Vec3(0, 0.5, 0.5)}) {
    atoms.add(29, atoms.box.toCartesian(f));
  }
  return atoms;
}

TEST(OrientedBlock, turnsTheChosenDirectionIntoTheBeam) {
  const Box box(Mat3{{4, 1, 0.5}, {0, 5, -1}, {0, 0, 6}});
  FoilSettings settings;
  settings.beamDirection = {1, -2, 0.5};
  Mat3 turn = OrientedBlock::rotation(box, settings);
  EXPECT_LT((turn * Vec3(1, -2, 0.5).normalized() - Vec3::UnitZ()).norm(), 1e-12);
  EXPECT_NEAR(turn.determinant(), 1, 1e-12);
  settings.beamDirection.clear();
  settings.beamIndices = {1, 1, -1};
  turn = OrientedBlock::rotation(box, settings);
  EXPECT_LT((turn * (box.matrix() * Vec3(1, 1, -1)).normalized() - Vec3::UnitZ()).norm(), 1e-12);
  settings.beamIndices.clear();
  settings.rotation_deg = {0, 0, 90};
  EXPECT_LT((OrientedBlock::rotation(box, settings) * Vec3::UnitX() - Vec3::UnitY()).norm(), 1e-12);
}

TEST(OrientedBlock, ofAMediumKeepsItsDensityAndDistances) {
  const Atoms atoms = copper();
  FoilSettings settings;
  settings.beamDirection = {0.3, 0.5, 0.7};
  settings.width_A = {31, 29};
  settings.thickness_A = 27;
  const Foil foil = Foil::cut(atoms, settings);
  // The number in a block differs from density times volume by less than a layer of its surface,
  // here 5 %; the nearest neighbours of an inner atom are twelve at a / sqrt(2).
  const double expected = 31 * 29 * 27 * 4 / std::pow(3.6, 3);
  EXPECT_NEAR(static_cast<double>(foil.size()) / expected, 1, 0.05);
  EXPECT_FALSE(foil.isPeriodic());
  int inner = 0;
  for (const Vec3& r : foil.positions()) {
    if ((r - foil.extent_A() / 2).norm() > 8) continue;
    ++inner;
    int near = 0;
    for (const Vec3& s : foil.positions()) {
      const double distance = (r - s).norm();
      EXPECT_TRUE(distance < 1e-9 || distance > 2.5);
      if (std::abs(distance - 3.6 / std::sqrt(2.0)) < 1e-9) ++near;
    }
    EXPECT_EQ(near, 12);
  }
  EXPECT_GT(inner, 100);
  for (std::size_t source : foil.sources()) EXPECT_LT(source, atoms.size());
}

TEST(OrientedBlock, alongAZoneAxisShowsColumns) {
  // Along [1 1 0] copper is columns of atoms a / sqrt(2) apart.
  FoilSettings settings;
  settings.beamIndices = {1, 1, 0};
  settings.width_A = {12, 12};
  settings.thickness_A = 3.6 / std::sqrt(2.0) * 6;
  const Foil foil = Foil::cut(copper(), settings);
  ASSERT_GT(foil.size(), 50u);
  for (const Vec3& r : foil.positions()) {
    int column = 0;
    for (const Vec3& s : foil.positions()) column += (r - s).head<2>().norm() < 1e-6;
    EXPECT_GE(column, 5);
    EXPECT_LE(column, 7);
  }
}

TEST(OrientedBlock, turnsAParticleAsAWhole) {
  Atoms atoms;
  atoms.box = Box::orthogonal({10, 10, 10}, {0, 0, 0}, {false, false, false});
  atoms.add(79, {1, 5, 5});
  atoms.add(29, {9, 5, 5});
  FoilSettings settings;
  settings.rotation_deg = {0, 90, 0};  // x goes to -z
  settings.vacuum_A = 3;
  const Foil foil = Foil::cut(atoms, settings);
  ASSERT_EQ(foil.size(), 2u);
  const Vec3 along = foil.positions()[1] - foil.positions()[0];
  EXPECT_LT((along - Vec3(0, 0, -8)).norm(), 1e-9);
  EXPECT_NEAR(foil.thickness_A(), 8, 1e-9);
}

TEST(OrientedBlock, refusesWhatIsNoOrientation) {
  FoilSettings zero, twice, few, tiled;
  zero.beamDirection = {0, 0, 0};
  twice.beamDirection = twice.beamIndices = {1, 0, 0};
  few.beamIndices = {1, 0};
  tiled.beamIndices = {1, 1, 0};
  tiled.tile_x = 2;
  for (const FoilSettings& s : {zero, twice, few, tiled})
    EXPECT_THROW(Foil::cut(copper(), s), Error);
}

}  // namespace
}  // namespace glasscope::multislice
