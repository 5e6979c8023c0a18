#include "compare/diffraction/Reductions.h"

#include <limits>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "core/system/Parallel.h"
#include "core/system/Progress.h"
#include "tests/compare/PlantedPatterns.h"

namespace glasscope::compare {
namespace {

const Map2& mapOf(const Reductions& reductions, const std::string& name) {
  for (const Map2& map : reductions.maps) {
    if (map.name == name) return map;
  }
  throw std::runtime_error("no map " + name);
}

class ReductionsOfAScan : public testing::Test {
 protected:
  void SetUp() override { Progress::setQuiet(true); }
  void TearDown() override { Progress::setQuiet(false); }

  // Position (x, y): shifted by x pixels along qx, n-fold wave of amplitude 0.2 with n = 2 + y.
  static MemoryDatacube scan() {
    const DatacubeShape shape = planted::patternShape(3, 4);
    MemoryDatacube cube(shape);
    for (int rx = 0; rx < 3; ++rx) {
      for (int ry = 0; ry < 4; ++ry) {
        cube.set(rx, ry, planted::pattern(shape, [&](double kx, double ky) {
                   const double x = kx - 0.02 * rx;
                   return planted::glass(std::hypot(x, ky)) *
                          (1 + 0.2 * std::cos((2 + ry) * std::atan2(ky, x)));
                 }));
      }
    }
    return cube;
  }
};

TEST_F(ReductionsOfAScan, findsDiscAndRingByItself) {
  const Reductions found = reduce(scan());
  EXPECT_NEAR(found.used.brightField_invA, 0.1, 0.02);
  EXPECT_GT(found.used.ringInner_invA, 0.30);
  EXPECT_LT(found.used.ringInner_invA, 0.42);
  EXPECT_GT(found.used.ringOuter_invA, 0.42);
  EXPECT_LT(found.used.ringOuter_invA, 0.54);
}

TEST_F(ReductionsOfAScan, detectorsCountWhatFallsIntoThem) {
  const DatacubeShape shape = planted::patternShape(1, 1);
  MemoryDatacube cube(shape);
  cube.set(0, 0, planted::pattern(shape, [](double, double) { return 1e-4; }));
  ReductionSettings settings;
  settings.brightField_invA = 0.2;
  settings.ringInner_invA = 0.3;
  settings.ringOuter_invA = 0.5;
  settings.darkInner_invA = 0.5;
  settings.darkOuter_invA = 0.9;
  const Reductions found = reduce(cube, settings);
  // Areas in pixels of 0.02 1/A; a circle through square pixels is off by a few tens of them.
  const double pixel = 0.02 * 0.02, pi = constants::kPi;
  EXPECT_NEAR(mapOf(found, "virtual_bright_field").values(0, 0), 1e-4 * pi * 0.04 / pixel, 1e-3);
  EXPECT_NEAR(mapOf(found, "first_ring_intensity").values(0, 0), 1e-4 * pi * 0.16 / pixel, 3e-3);
  EXPECT_NEAR(mapOf(found, "virtual_dark_field").values(0, 0), 1e-4 * pi * 0.56 / pixel, 6e-3);
  EXPECT_NEAR(mapOf(found, "com_x").values(0, 0), 0, 1e-12);
  EXPECT_NEAR(mapOf(found, "annular_variance").values(0, 0), 0, 1e-6);
}

TEST_F(ReductionsOfAScan, centreOfMassFollowsAShift) {
  const Reductions found = reduce(scan());
  // The symmetric disc carries nearly all intensity; the wave and the cut circle take a few per
  // cent.
  EXPECT_NEAR(mapOf(found, "com_x").values(2, 0) - mapOf(found, "com_x").values(0, 0), 0.04, 0.004);
  EXPECT_NEAR(mapOf(found, "com_y").values(2, 0), 0, 1e-9);
}

TEST_F(ReductionsOfAScan, symmetryMapsShowThePlantedOrder) {
  const Reductions found = reduce(scan());
  for (int ry = 0; ry < 4; ++ry) {
    for (int n = 2; n <= 8; ++n) {
      const double power = mapOf(found, "symmetry_" + std::to_string(n)).values(0, ry);
      EXPECT_NEAR(power, n == 2 + ry ? 0.02 : 0, 0.001) << n << " at " << ry;
    }
  }
}

TEST_F(ReductionsOfAScan, mapsLieOnTheGridOfTheScan) {
  for (const Map2& map : reduce(scan()).maps) {
    EXPECT_EQ(map.nx(), 3);
    EXPECT_EQ(map.ny(), 4);
    EXPECT_FALSE(map.description.empty());
  }
}

TEST_F(ReductionsOfAScan, givesTheSameBitsOnAnyNumberOfThreads) {
  const int before = threadCount();
  setThreadCount(1);
  const Reductions one = reduce(scan());
  setThreadCount(3);
  const Reductions three = reduce(scan());
  setThreadCount(before);
  for (std::size_t m = 0; m < one.maps.size(); ++m) {
    for (std::size_t i = 0; i < one.maps[m].values.size(); ++i) {
      EXPECT_EQ(one.maps[m].values[i], three.maps[m].values[i]) << one.maps[m].name;
    }
  }
}

TEST_F(ReductionsOfAScan, refusesWhatCannotBe) {
  ReductionSettings settings;
  settings.ringInner_invA = 0.5;
  settings.ringOuter_invA = 5;
  EXPECT_THROW(reduce(scan(), settings), Error);
  EXPECT_THROW(reduce(MemoryDatacube(planted::patternShape(2, 2))), Error);  // all zero
  const DatacubeShape shape = planted::patternShape(1, 1);
  MemoryDatacube broken(shape);
  broken.set(0, 0, planted::pattern(shape, [](double x, double) {
               return x == 0 ? std::numeric_limits<double>::quiet_NaN() : 1.0;
             }));
  EXPECT_THROW(reduce(broken), Error);
}

}  // namespace
}  // namespace glasscope::compare
