#include "voronoi/pairs/LocalDensity.h"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/voronoi/Samples.h"
#include "voronoi/cells/Tessellation.h"

namespace glasscope::voronoi {
namespace {

TEST(LocalDensity, ofACrystalIsItsDensityEverywhere) {
  const auto atoms = samples::crystal(samples::cubic(3.6), samples::kFccBasis, {2, 2, 2});
  const std::vector<std::uint8_t> none(atoms.size(), 0);
  const auto density = localDensity(atoms, tessellate(atoms).volume_A3, 5, none);
  ASSERT_EQ(density.size(), 32u);
  for (const double d : density) EXPECT_NEAR(d, 4 / std::pow(3.6, 3), 1e-12);
}

/// With a length beyond all of space it is the mean; below the nearest neighbour, the cell's own.
TEST(LocalDensity, liesBetweenTheCellAndTheSample) {
  const auto atoms = samples::poisson(80, Box::orthogonal(Vec3(5, 5, 5)), 81);
  const auto volumes = tessellate(atoms).volume_A3;
  const std::vector<std::uint8_t> none(atoms.size(), 0);
  const auto wide = localDensity(atoms, volumes, 30, none);
  const auto narrow = localDensity(atoms, volumes, 1e-6, none);
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    EXPECT_NEAR(wide[i], 0.64, 0.02);  // spheres of 30 cut through boxes of 5 at their rim
    EXPECT_NEAR(narrow[i], 1 / volumes[i], 1e-9);
  }
}

TEST(LocalDensity, leavesOutMarkedAtoms) {
  const auto atoms = samples::crystal(samples::cubic(3.6), samples::kFccBasis, {2, 2, 2});
  std::vector<double> volumes = tessellate(atoms).volume_A3;
  std::vector<std::uint8_t> marked(atoms.size(), 0);
  marked[3] = 1;
  volumes[3] = 1e9;
  const auto density = localDensity(atoms, volumes, 5, marked);
  EXPECT_TRUE(std::isnan(density[3]));
  EXPECT_NEAR(density[0], 4 / std::pow(3.6, 3), 1e-12);
}

TEST(DistanceToMarked, findsTheNearestImage) {
  Atoms atoms;
  atoms.box = Box::orthogonal(Vec3(10, 10, 10));
  atoms.add(29, Vec3(1, 1, 1));
  atoms.add(29, Vec3(9, 1, 1));
  atoms.add(29, Vec3(5, 5, 5));
  const auto distance = distanceToMarked(atoms, std::vector<std::uint8_t>{1, 0, 0}, 4);
  EXPECT_EQ(distance[0], 0);
  EXPECT_NEAR(distance[1], 2, 1e-12);
  EXPECT_EQ(distance[2], 4);  // nothing within the limit
}

}  // namespace
}  // namespace glasscope::voronoi
