#include "compare/diffraction/Reductions.h"

#include <limits>

#include <gtest/gtest.h>

#include "compare/diffraction/DiffractionGrid.h"
#include "core/math/Random.h"
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

// Rings of 0.42 (1 + s) 1/angstrom: a larger ring has a larger radius, by that much, about the mean
// of the scan; the strain of the structure behind it is the opposite, to first order. A tenth of s
// is the pull of the background that does not move along.
TEST_F(ReductionsOfAScan, ringPositionsFollowTheRing) {
  const DatacubeShape shape = planted::patternShape(3, 1);
  MemoryDatacube cube(shape);
  for (int rx = 0; rx < 3; ++rx) {
    const double larger = 1 + 0.02 * (rx - 1);
    cube.set(rx, 0, planted::pattern(shape, [&](double kx, double ky) {
               return planted::glass(std::hypot(kx, ky) / larger);
             }));
  }
  const Reductions found = reduce(cube);
  const Map2 &position = mapOf(found, "first_ring_position"),
             &strain = mapOf(found, "first_ring_exx");
  EXPECT_NEAR(position.values(2, 0) / position.values(1, 0), 1.02, 2e-3);
  EXPECT_NEAR(position.values(0, 0) / position.values(1, 0), 0.98, 2e-3);
  EXPECT_NEAR(position.values(1, 0), 0.42, 0.01);
  EXPECT_NEAR(strain.values(2, 0), -0.02, 2e-3);
}

// Pixel by pixel, of patterns that are noise about a glass: what falls inside of the radii and the
// largest circle, where it lies, and how a ring varies. Neither scan nor patterns are square.
TEST_F(ReductionsOfAScan, everyMapIsTheSumOfItsPixels) {
  DatacubeShape shape = planted::patternShape(2, 3, 40, 0.03);
  shape.qy = 44;
  MemoryDatacube cube(shape);
  for (int p = 0; p < 6; ++p) {
    Random random(5, "pixels", static_cast<std::uint64_t>(p));
    cube.set(p / 3, p % 3, planted::pattern(shape, [&](double kx, double ky) {
               return planted::glass(std::hypot(kx, ky)) * (0.7 + 0.6 * random.uniform());
             }));
  }
  ReductionSettings settings;
  settings.brightField_invA = 0.12;
  settings.ringInner_invA = 0.36;
  settings.ringOuter_invA = 0.48;
  settings.darkInner_invA = 0.4;
  settings.darkOuter_invA = 0.55;
  const Reductions found = reduce(cube, settings);
  const DiffractionGrid grid(shape);
  for (int p = 0; p < 6; ++p) {
    const int rx = p / 3, ry = p % 3;
    const Array2<float> pattern = cube.pattern(rx, ry);
    double bright = 0, dark = 0, ring = 0, sum = 0, x = 0, y = 0;
    std::vector<double> number(30), values(30), squares(30);
    for (int qx = 0; qx < 40; ++qx) {
      for (int qy = 0; qy < 44; ++qy) {
        const double kx = 0.03 * (qx - 20), ky = 0.03 * (qy - 22), k = std::hypot(kx, ky);
        if (k > grid.largestCircle_invA()) continue;
        const double v = pattern(qx, qy);
        bright += k <= 0.12 ? v : 0;
        dark += k >= 0.4 && k < 0.55 ? v : 0;
        ring += k >= 0.36 && k < 0.48 ? v : 0;
        sum += v;
        x += v * kx;
        y += v * ky;
        const auto r = static_cast<std::size_t>(std::lround(k / 0.03));
        number[r] += 1;
        values[r] += v;
        squares[r] += v * v;
      }
    }
    const auto at = [&](const char* name) { return mapOf(found, name).values(rx, ry); };
    EXPECT_NEAR(at("virtual_bright_field"), bright, 1e-9 * bright);
    EXPECT_NEAR(at("virtual_dark_field"), dark, 1e-9 * dark);
    EXPECT_NEAR(at("first_ring_intensity"), ring, 1e-9 * ring);
    EXPECT_GT(std::abs(x / sum - y / sum), 1e-6);
    EXPECT_NEAR(at("com_x"), x / sum, 1e-12);
    EXPECT_NEAR(at("com_y"), y / sum, 1e-12);
    EXPECT_NEAR(at("com_magnitude"), std::hypot(x, y) / sum, 1e-12);
    double variance = 0;  // of the rings at 0.36, 0.39, 0.42, 0.45 and 0.48
    for (std::size_t r = 12; r <= 16; ++r)
      variance += (squares[r] * number[r] / (values[r] * values[r]) - 1) / 5;
    EXPECT_NEAR(at("annular_variance"), variance, 1e-9);
  }
}

TEST_F(ReductionsOfAScan, mapsLieOnTheGridOfTheScan) {
  const std::vector<Map2> maps = reduce(scan()).maps;
  ASSERT_FALSE(maps.empty());
  for (const Map2& map : maps) {
    EXPECT_EQ(map.nx(), 3);
    EXPECT_EQ(map.ny(), 4);
    EXPECT_FALSE(map.description.empty());
  }
}

const Curves& curvesOf(const Reductions& reductions, const std::string& name) {
  for (const Curves& curves : reductions.curves) {
    if (curves.name == name) return curves;
  }
  throw std::runtime_error("no curves " + name);
}

double numberOf(const Reductions& reductions, const std::string& name) {
  for (const Quantity& number : reductions.numbers) {
    if (number.name == name) return number.value;
  }
  throw std::runtime_error("no number " + name);
}

TEST_F(ReductionsOfAScan, curvesSayWhatTheyAre) {
  const Reductions found = reduce(scan());
  ASSERT_GE(found.curves.size(), 3u);
  for (const Curves& curves : found.curves) {
    EXPECT_FALSE(curves.title.empty()) << curves.name;
    EXPECT_FALSE(curves.description.empty()) << curves.name;
    EXPECT_FALSE(curves.xLabel.empty()) << curves.name;
    for (const Curves::Curve& curve : curves.curves) {
      EXPECT_EQ(curve.y.size(), curves.x.size()) << curves.name << " " << curve.name;
      EXPECT_EQ(curve.error.size(), curves.x.size()) << curves.name << " " << curve.name;
    }
  }
}

TEST_F(ReductionsOfAScan, azimuthalMeanIsThatOfTheMeanPattern) {
  const Reductions found = reduce(scan());
  const Curves& mean = curvesOf(found, "azimuthal_mean");
  const DiffractionGrid grid(planted::patternShape(3, 4));
  const std::vector<double> expected = grid.ringMeans(found.meanPattern);
  ASSERT_EQ(mean.curves[0].y.size(), expected.size());
  for (std::size_t r = 0; r < expected.size(); ++r) {
    EXPECT_NEAR(mean.curves[0].y[r], expected[r], 1e-12 * expected[0]) << r;
    EXPECT_NEAR(mean.x[r], 0.02 * static_cast<double>(r), 1e-12);
  }
}

// Each order n = 2..5 stands in a quarter of the scan with P_n = 0.02; the shifts along x add a
// little to n = 2 and its neighbours.
TEST_F(ReductionsOfAScan, angularPowerIsTheMeanOverTheScan) {
  const Reductions found = reduce(scan());
  const Curves& power = curvesOf(found, "angular_power");
  ASSERT_EQ(power.x.front(), 2);
  ASSERT_EQ(power.x.back(), 12);
  for (std::size_t i = 0; i < power.x.size(); ++i) {
    double sum = 0;
    const Map2& map = mapOf(found, "symmetry_" + std::to_string(i + 2));
    for (const double value : map.values) sum += value / 12;
    EXPECT_NEAR(power.curves[0].y[i], sum, 1e-15) << power.x[i];
    EXPECT_NEAR(power.curves[0].y[i], power.x[i] <= 5 ? 0.005 : 0, 6e-4) << power.x[i];
  }
  // n = 3 and 5 over n = 2 and 4.
  EXPECT_NEAR(numberOf(found, "odd over even angular power"), 1, 0.15);
}

// Flat patterns whose brightness is 0.8 and 1.2 in turn: V_Omega = V_re = 0.04, V_r = 0. The file
// holds float32.
TEST_F(ReductionsOfAScan, variancesReachTheCurvesWithTheirErrors) {
  const DatacubeShape shape = planted::patternShape(4, 4);
  MemoryDatacube cube(shape);
  for (int rx = 0; rx < 4; ++rx) {
    for (int ry = 0; ry < 4; ++ry) {
      cube.set(rx, ry, planted::pattern(shape, [&](double kx, double ky) {
                 return ((rx + ry) % 2 == 0 ? 0.8 : 1.2) * planted::glass(std::hypot(kx, ky));
               }));
    }
  }
  const Reductions found = reduce(cube);
  const Curves& v = curvesOf(found, "fluctuation");
  ASSERT_EQ(v.curves.size(), 4u);
  EXPECT_EQ(v.curves[0].name, "V_Omega");
  EXPECT_NEAR(v.curves[0].y[20], 0.04, 1e-6);
  EXPECT_NEAR(v.curves[2].y[20], v.curves[1].y[20] + 0.04 * (1 + v.curves[1].y[20]), 1e-6);
  EXPECT_NEAR(numberOf(found, "V_Omega at the first ring"), 0.04, 1e-6);
  // 16 blocks of one pattern; without one of 0.8, the mean is 15.2 / 15 and the variance 0.04 less
  // (0.2 / 15)^2 over its square, and as much for 1.2.
  const auto without = [](double value) {
    const double mean = (16 - value) / 15, square = (16 * 1.04 - value * value) / 15;
    return square / (mean * mean) - 1;
  };
  const double low = without(0.8), high = without(1.2), middle = (low + high) / 2;
  const double expected = std::sqrt(15.0 / 16 * 16 * std::pow(low - middle, 2));
  EXPECT_NEAR(v.curves[0].error[20], expected, 1e-6);
}

// A Poisson pattern of a flat mean has no variance of its own: the map and the curves are zero when
// the electrons are given. 25 patterns, mean of 4 counts a pixel; ring 20 has 124 pixels, so that
// the noise 0.25 is known to 0.25 sqrt(2 / 3100) = 0.006; the map's rings hold some 700 pixels.
TEST_F(ReductionsOfAScan, electronsOfAPatternTakeTheShotNoiseOff) {
  const DatacubeShape shape = planted::patternShape(5, 5);
  const double electrons = 4.0 * 96 * 96;
  MemoryDatacube cube(shape);
  for (int p = 0; p < 25; ++p) {
    Random random(31, "shot_noise", static_cast<std::uint64_t>(p));
    cube.set(p / 5, p % 5, planted::pattern(shape, [&](double, double) {
               return static_cast<double>(random.poisson(4)) / electrons;
             }));
  }
  ReductionSettings settings;
  settings.brightField_invA = 0.1;
  settings.ringInner_invA = 0.35;
  settings.ringOuter_invA = 0.5;
  const Reductions raw = reduce(cube, settings);
  settings.counts = electrons;
  const Reductions clean = reduce(cube, settings);
  for (const std::size_t curve : {1u, 2u, 3u}) {
    EXPECT_NEAR(curvesOf(raw, "fluctuation").curves[curve].y[20], 0.25, 0.03);
    EXPECT_NEAR(curvesOf(clean, "fluctuation").curves[curve].y[20], 0, 0.02);
  }
  for (const double value : mapOf(raw, "annular_variance").values) EXPECT_NEAR(value, 0.25, 0.06);
  double mean = 0;
  for (const double value : mapOf(clean, "annular_variance").values) mean += value / 25;
  EXPECT_NEAR(mean, 0, 0.01);
  EXPECT_EQ(clean.used.counts, electrons);
}

// Half of a scan is twice as thick. Its patterns are alike otherwise, so that V_Omega is the
// thickness alone: (0.5 / 1.5)^2; within a window it is nothing.
TEST_F(ReductionsOfAScan, aWindowOfThicknessTakesTheThicknessOut) {
  const DatacubeShape shape = planted::patternShape(5, 3);
  MemoryDatacube cube(shape);
  for (int rx = 0; rx < 5; ++rx) {
    for (int ry = 0; ry < 3; ++ry) {
      cube.set(rx, ry, planted::pattern(shape, [&](double kx, double ky) {
                 return (rx < 2 ? 2.0 : 1.0) * planted::glass(std::hypot(kx, ky));
               }));
    }
  }
  ReductionSettings settings;
  const double all = numberOf(reduce(cube, settings), "V_Omega at the first ring");
  settings.thicknessWindow = 0.2;
  const Reductions one = reduce(cube, settings);
  EXPECT_NEAR(all, 0.24 / (1.4 * 1.4), 1e-5);  // 2 and 1 with shares 0.4 and 0.6
  EXPECT_NEAR(numberOf(one, "V_Omega at the first ring"), 0, 1e-6);
  EXPECT_NE(curvesOf(one, "fluctuation").description.find("9 of 15 patterns"), std::string::npos);
  settings.thicknessWindow = 0.99;  // twice the median is just outside
  EXPECT_NEAR(numberOf(reduce(cube, settings), "V_Omega at the first ring"), 0, 1e-6);
  settings.thicknessWindow = 1.01;
  EXPECT_NEAR(numberOf(reduce(cube, settings), "V_Omega at the first ring"), all, 1e-12);
}

// Thickness is told from what is scattered: a central disc of another brightness, here of two
// thirds of the patterns, is no other thickness.
TEST_F(ReductionsOfAScan, theWindowOfThicknessDoesNotLookAtTheCentralDisc) {
  const DatacubeShape shape = planted::patternShape(3, 3);
  MemoryDatacube cube(shape);
  for (int rx = 0; rx < 3; ++rx) {
    for (int ry = 0; ry < 3; ++ry) {
      cube.set(rx, ry, planted::pattern(shape, [&](double kx, double ky) {
                 const double k = std::hypot(kx, ky);
                 return (k < 0.15 ? 1.0 + rx : 1.0) * planted::glass(k);
               }));
    }
  }
  ReductionSettings settings;
  settings.thicknessWindow = 0.2;
  settings.brightField_invA = 0.16;
  const Reductions found = reduce(cube, settings);
  EXPECT_NE(curvesOf(found, "fluctuation").description.find("9 of 9 patterns"), std::string::npos)
      << curvesOf(found, "fluctuation").description;
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
  ASSERT_EQ(one.curves.size(), three.curves.size());
  for (std::size_t c = 0; c < one.curves.size(); ++c) {
    for (std::size_t i = 0; i < one.curves[c].curves.size(); ++i) {
      EXPECT_EQ(one.curves[c].curves[i].y, three.curves[c].curves[i].y) << one.curves[c].name;
      EXPECT_EQ(one.curves[c].curves[i].error, three.curves[c].curves[i].error);
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
