#include "compare/diffraction/CameraCorrection.h"

#include <cmath>

#include <gtest/gtest.h>

#include "compare/diffraction/Reductions.h"
#include "core/math/Random.h"
#include "core/system/Parallel.h"
#include "multislice/recording/DetectorSpread.h"
#include "tests/compare/Planted.h"
#include "tests/compare/PlantedPatterns.h"

namespace glasscope::compare {
namespace {

// Gaussians: a^2 / (a^2 + 2 s^2) in two dimensions, its root in one (convolution of Gaussians).
TEST(PassedVariance, ofGaussiansIsKnown) {
  for (const double a : {1.5, 3.0, 8.0}) {
    for (const double s : {0.4, 1.0}) {
      const PassedVariance passed = passedVariance(a, {s, {}});
      const double expected = a * a / (a * a + 2 * s * s);
      // The midpoint rule leaves (step of the frequency)^2 / 24 at the axis, 2e-5 at most here; on
      // a line nothing.
      EXPECT_NEAR(passed.pixels, expected, 2.5e-5) << a << ' ' << s;
      EXPECT_NEAR(passed.rings, std::sqrt(expected), 1e-8) << a << ' ' << s;
    }
  }
  EXPECT_EQ(passedVariance(2, CameraTransfer()).pixels, 1);
}

// The width that is found of speckle of this width behind this blur gives it back: a Gaussian of
// variance a^2 + 2 s^2 and full width 2.3548 times its root, to what whole lags distort.
TEST(SpeckleBeforeCamera, isFoundFromTheRecordedWidth) {
  for (const double a : {2.0, 4.0}) {
    for (const double s : {0.5, 1.0}) {
      const double recorded = 2.3548 * std::hypot(a, std::sqrt(2.0) * s);
      EXPECT_NEAR(speckleBeforeCamera(recorded, {s, {}}), a, 0.06 * a) << a << ' ' << s;
    }
  }
  EXPECT_TRUE(std::isnan(speckleBeforeCamera(2.3548 * 1.4, {1, {}})));  // the blur alone is as wide
  EXPECT_TRUE(std::isnan(speckleBeforeCamera(200, {1, {}})));
  // Up to 32 pixels.
  EXPECT_NEAR(speckleBeforeCamera(2.3548 * std::hypot(31, 1.0), {0.7, {}}), 31, 0.5);
  EXPECT_TRUE(std::isnan(speckleBeforeCamera(2.3548 * std::hypot(33, 1.0), {0.7, {}})));
  EXPECT_TRUE(std::isnan(speckleBeforeCamera(std::nan(""), {1, {}})));
}

class CameraCorrectionTest : public testing::Test {
 protected:
  static constexpr int kSide = 7, kPixels = 96;
  static constexpr double kLevel = 1e-5, kContrast = 0.2;

  /// Patterns of a disc and speckle about a constant level: smooth noise of a Gaussian
  /// autocorrelation with a^2 = 2 x 1.5^2 pixels.
  static MemoryDatacube cubeOf(const multislice::RecordSettings& record, double electrons = 0) {
    DatacubeShape shape = planted::patternShape(kSide, kSide, kPixels);
    MemoryDatacube cube(shape);
    parallelFor(kSide * kSide, [&](std::int64_t i, int) {
      const Map2 speckle =
          planted::smoothNoise(kPixels, 1.5, 4, static_cast<std::uint64_t>(i), true);
      double square = 0;
      for (const double v : speckle.values)
        square += v * v / static_cast<double>(speckle.values.size());
      Array2<float> pattern(kPixels, kPixels);
      for (std::size_t p = 0; p < pattern.size(); ++p)
        pattern[p] =
            static_cast<float>(kLevel * (1 + kContrast * speckle.values[p] / std::sqrt(square)));
      multislice::DetectorSpread(record).apply(pattern, multislice::DetectorSpread::Beyond::itself);
      Random random(5, "planted_counts", static_cast<std::uint64_t>(i));
      if (electrons > 0) {
        for (float& value : pattern)
          value = static_cast<float>(static_cast<double>(random.poisson(value * electrons)) /
                                     electrons);
      }
      cube.set(static_cast<int>(i) / kSide, static_cast<int>(i) % kSide, pattern);
    });
    return cube;
  }

  static ReductionSettings settings(const CameraTransfer& camera, double electrons = 0) {
    ReductionSettings s;
    s.brightField_invA = 0.1;
    s.ringInner_invA = 0.3;
    s.ringOuter_invA = 0.8;
    s.camera = camera;
    s.counts = electrons;
    return s;
  }

  /// Of what no camera has blurred.
  static const Reductions& plain() {
    static const Reductions reductions = reduce(cubeOf({}), settings({}));
    return reductions;
  }

  static double numberOf(const Reductions& reductions, const std::string& name) {
    for (const Quantity& q : reductions.numbers)
      if (q.name == name) return q.value;
    return std::nan("");
  }
};

// The variance before the camera is 0.2^2. Of 49 patterns of some hundred speckles on each ring
// the standard error of V is about a hundredth; whole lags and the ring's own mean cost a little.
TEST_F(CameraCorrectionTest, putsBackWhatTheCameraTook) {
  multislice::RecordSettings record;
  record.pointSpread_pixels = 1;
  const CameraTransfer camera{record.pointSpread_pixels, {}};
  const double truth = numberOf(plain(), "V_re at the first ring");
  EXPECT_NEAR(truth, kContrast * kContrast, 0.03 * kContrast * kContrast);
  const MemoryDatacube blurred = cubeOf(record);
  const double taken = numberOf(reduce(blurred, settings({})), "V_re at the first ring");
  // a^2 = 4.5, 2 s^2 = 2: 0.692 is left.
  EXPECT_NEAR(taken / truth, 4.5 / 6.5, 0.02);
  const Reductions corrected = reduce(blurred, settings(camera));
  EXPECT_NEAR(numberOf(corrected, "V_re at the first ring") / truth, 1, 0.04);
  EXPECT_NEAR(numberOf(corrected, "variance of pixels that the camera passed on"), 4.5 / 6.5, 0.03);
  const double rings = numberOf(plain(), "V_Omega at the first ring");
  EXPECT_NEAR(numberOf(corrected, "V_Omega at the first ring") / rings, 1, 0.08);
  const auto fluctuation =
      std::find_if(corrected.curves.begin(), corrected.curves.end(),
                   [](const Curves& curves) { return curves.name == "fluctuation"; });
  ASSERT_NE(fluctuation, corrected.curves.end());
  // Values and errors of both kinds by their own part.
  const Reductions uncorrected = reduce(blurred, settings({}));
  const double pixels = numberOf(corrected, "variance of pixels that the camera passed on"),
               ofRings = numberOf(corrected, "variance of ring means that it passed on");
  EXPECT_GT(ofRings, pixels);
  for (const Curves& before : uncorrected.curves) {
    if (before.name != fluctuation->name) continue;
    for (std::size_t c = 0; c < before.curves.size(); ++c) {
      const double part = before.curves[c].name == "V_Omega" ? ofRings : pixels;
      EXPECT_NEAR(fluctuation->curves[c].y[20] * part, before.curves[c].y[20], 1e-12);
      EXPECT_NEAR(fluctuation->curves[c].error[20] * part, before.curves[c].error[20], 1e-12);
    }
  }
  for (const Quantity& before : uncorrected.numbers) {
    if (before.name != "V_re at the first ring") continue;
    for (const Quantity& q : corrected.numbers) {
      if (q.name == before.name) {
        EXPECT_NEAR(q.error * pixels, before.error, 1e-12);
      }
    }
  }
  EXPECT_NE(fluctuation->description.find("The camera (MTF"), std::string::npos);
}

// Electrons are counted behind the blur: their noise is white, taken off first, and not magnified.
TEST_F(CameraCorrectionTest, comesBehindTheShotNoise) {
  multislice::RecordSettings record;
  record.pointSpread_pixels = 1;
  const CameraTransfer camera{record.pointSpread_pixels, {}};
  constexpr double kElectrons = 2e6;  // 20 a pixel: V of the noise is 0.05, more than the speckle's
  const Reductions corrected = reduce(cubeOf(record, kElectrons), settings(camera, kElectrons));
  EXPECT_NEAR(numberOf(corrected, "V_re at the first ring"), kContrast * kContrast,
              0.08 * kContrast * kContrast);
}

TEST_F(CameraCorrectionTest, leavesVAloneWhereTheSpeckleTellsNothing) {
  // Of a camera that blurs more than the speckle is wide.
  const Reductions same = reduce(cubeOf({}), settings({6, {}}));
  EXPECT_EQ(numberOf(same, "V_re at the first ring"), numberOf(plain(), "V_re at the first ring"));
  EXPECT_TRUE(std::isnan(numberOf(same, "variance of pixels that the camera passed on")));
}

}  // namespace
}  // namespace glasscope::compare
