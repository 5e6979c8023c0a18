#include "multislice/specimen/FoilShaper.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "core/math/Random.h"
#include "core/system/Error.h"

namespace glasscope::multislice {
namespace {

Atoms gas(int count = 300) {
  Atoms atoms;
  atoms.box = Box::orthogonal({20, 16, 6});
  Random random(7, "shaper test");
  for (int i = 0; i < count; ++i) {
    const Vec3 f(random.uniform(), random.uniform(), random.uniform());
    atoms.add(i % 3 == 0 ? 40 : 29, atoms.box.toCartesian(f));
  }
  return atoms;
}

TEST(FoilShaper, shiftsRepeatsAcrossTheBeamOnly) {
  FoilSettings settings;
  settings.thickness_A = 18;
  const Foil plain = Foil::cut(gas(), settings);
  settings.randomShift = true;
  const Foil shifted = Foil::cut(gas(), settings);
  ASSERT_EQ(shifted.size(), plain.size());
  EXPECT_TRUE(shifted.isPeriodic());
  Vec2 by[3] = {Vec2::Zero(), Vec2::Zero(), Vec2::Zero()};
  for (std::size_t i = 0; i < plain.size(); ++i) {
    const Vec3 r = plain.positions()[i], s = shifted.positions()[i];
    EXPECT_EQ(r.z(), s.z());
    const int layer = static_cast<int>(r.z() / 6);
    Vec2 off = (s - r).head<2>();
    off.x() -= 20 * std::floor(off.x() / 20);
    off.y() -= 16 * std::floor(off.y() / 16);
    if (by[layer].isZero(0)) by[layer] = off;
    if (layer == 0) {
      EXPECT_EQ(off, Vec2(0, 0));
    } else {
      EXPECT_LT((off - by[layer]).norm(), 1e-9);  // all atoms of a repeat alike
    }
  }
  EXPECT_GT((by[1] - by[2]).norm(), 0.1);
}

TEST(FoilShaper, wedgeGrowsFromEdgeToEdge) {
  FoilSettings settings;
  settings.wedge_A = {6, 18};
  const Foil foil = Foil::cut(gas(), settings);
  EXPECT_DOUBLE_EQ(foil.thickness_A(), 18);
  EXPECT_FALSE(foil.isPeriodic());
  for (const Vec3& r : foil.positions()) EXPECT_LE(r.z(), 6 + 12 * r.x() / 20 + 1e-9);
  // Two thirds of the block of 900 atoms; by chance within four standard deviations.
  EXPECT_NEAR(static_cast<double>(foil.size()), 600, 4 * std::sqrt(200.0));
}

TEST(FoilShaper, aWedgeIsNotThickerThanItsFoil) {
  FoilSettings settings;
  settings.thickness_A = 10;
  settings.wedge_A = {6, 18};
  EXPECT_THROW(Foil::cut(gas(), settings), Error);
  settings.thickness_A = 18;
  EXPECT_NO_THROW(Foil::cut(gas(), settings));
}

TEST(FoilShaper, layersLieOnTheirFacesAndAreMarked) {
  FoilSettings settings;
  settings.top = {"C", 5, 0};
  settings.bottom = {"SiO2", 4, 0};
  const Foil foil = Foil::cut(gas(), settings);
  EXPECT_DOUBLE_EQ(foil.thickness_A(), 15);
  std::size_t own = 0;
  for (std::size_t i = 0; i < foil.size(); ++i) {
    const double z = foil.positions()[i].z();
    const int element = foil.atomicNumbers()[i];
    if (foil.sources()[i] != Foil::kAdded) {
      ++own;
      EXPECT_EQ(element, gas().atomicNumbers[foil.sources()[i]]);
      EXPECT_GE(z, 5);
      EXPECT_LE(z, 11);
    } else if (element == 6) {
      EXPECT_LT(z, 5);
    } else {
      EXPECT_GE(z, 11);
      EXPECT_LT(z, 15);
    }
  }
  EXPECT_EQ(own, 300u);
  EXPECT_EQ(foil.species(), (std::vector<int>{6, 8, 14, 29, 40}));
}

TEST(FoilShaper, bendingKeepsLengthsAndTiltsTheEdges) {
  Atoms atoms;
  atoms.box = Box::orthogonal({100, 10, 10});
  for (int i = 0; i < 100; ++i) {
    for (double z : {2.0, 5.0, 8.0}) atoms.add(29, {i + 0.5, 5, z});
  }
  FoilSettings settings;
  const Foil flat = Foil::cut(atoms, settings);
  settings.bendRadius_A = 500;
  const Foil bent = Foil::cut(atoms, settings);
  EXPECT_FALSE(bent.isPeriodic());
  const auto vector = [](const Foil& foil, std::size_t a, std::size_t b) {
    return Vec3(foil.positions()[b] - foil.positions()[a]);
  };
  // The middle sheet keeps its distances: chord 2 R sin(d / 2R) for an arc d.
  EXPECT_NEAR(vector(bent, 1, 4).norm(), 2 * 500 * std::sin(1.0 / 1000), 1e-9);
  // The normal of the foil, 49.5 angstrom from the middle, leans by 49.5 / 500 rad.
  const Vec3 normal = vector(bent, 0, 2);
  EXPECT_NEAR(normal.norm(), vector(flat, 0, 2).norm(), 1e-9);
  EXPECT_NEAR(std::atan2(normal.x(), normal.z()), 49.5 / 500, 1e-9);
  EXPECT_NEAR(bent.thickness_A(), 10 + 500 * (1 - std::cos(0.1)), 1e-9);
  for (const Vec3& r : bent.positions()) {
    EXPECT_GE(r.z(), 0);
    EXPECT_LE(r.z(), bent.thickness_A());
  }
  // The middle is nearest to the gun when the radius is positive.
  EXPECT_LT(bent.positions()[3 * 50].z(), bent.positions()[0].z());
}

TEST(FoilShaper, vacuumLiesAroundTheAtoms) {
  FoilSettings settings;
  settings.vacuumAbove_A = 2;
  settings.vacuumBelow_A = 3;
  settings.vacuumAround_A = 4;
  const Foil foil = Foil::cut(gas(), settings);
  EXPECT_LT((foil.extent_A() - Vec3(28, 24, 11)).norm(), 1e-12);
  EXPECT_FALSE(foil.isPeriodic());
  for (std::size_t i = 0; i < foil.size(); ++i) {
    EXPECT_LT((foil.positions()[i] + foil.origin_A() - gas().positions[foil.sources()[i]]).norm(),
              1e-9);
  }
}

TEST(FoilShaper, refusesWhatCannotBeDone) {
  FoilSettings open, sharp, hanging, wedge, negative;
  open.randomShift = true;
  open.beamIndices = {1, 1, 0};
  sharp.bendRadius_A = 15;
  hanging.wedge_A = {6, 12};
  hanging.bottom = {"C", 5, 0};
  wedge.wedge_A = {6};
  negative.vacuumAbove_A = -1;
  for (const FoilSettings& s : {open, sharp, hanging, wedge, negative}) {
    EXPECT_THROW(Foil::cut(gas(), s), Error);
  }
}

}  // namespace
}  // namespace glasscope::multislice
