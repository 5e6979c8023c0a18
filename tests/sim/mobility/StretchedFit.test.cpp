#include "sim/mobility/StretchedFit.h"

#include <cmath>
#include <vector>

#include <gmock/gmock.h>

#include "core/math/Random.h"

namespace glasscope::sim {
namespace {

struct Curve {
  std::vector<double> time, value, error;
};

Curve planted(double plateau, double tau, double beta, double noise) {
  Curve curve;
  for (int i = 0; i < 30; ++i) {
    Random random(5, "fit", 0, i);
    const double t = 0.1 * std::pow(10, i / 8.0);
    curve.time.push_back(t);
    // Below a picosecond it vibrates, which is no part of the fit.
    const double vibrates = (1 - plateau) * std::exp(-std::pow(t / 0.15, 2));
    curve.value.push_back(plateau * std::exp(-std::pow(t / tau, beta)) + vibrates +
                          noise * random.normal());
    curve.error.push_back(noise);
  }
  return curve;
}

TEST(StretchedFit, findsWhatWasPlanted) {
  const Curve curve = planted(0.83, 40, 0.6, 0);
  const StretchedFit fit = StretchedFit::of(curve.time, curve.value, {}, 1);
  ASSERT_TRUE(fit.found()) << fit.why;
  EXPECT_NEAR(fit.plateau, 0.83, 1e-5);
  EXPECT_NEAR(fit.time_ps, 40, 1e-3);
  EXPECT_NEAR(fit.beta, 0.6, 1e-5);
}

// Values of a hundredth of error: tau to some per cent, without a lean of that size.
TEST(StretchedFit, findsItBelowNoise) {
  const Curve curve = planted(0.7, 100, 0.5, 0.003);
  const StretchedFit fit = StretchedFit::of(curve.time, curve.value, curve.error, 1);
  ASSERT_TRUE(fit.found()) << fit.why;
  EXPECT_NEAR(fit.time_ps, 100, 12);
  EXPECT_NEAR(fit.beta, 0.5, 0.05);
  EXPECT_NEAR(fit.plateau, 0.7, 0.04);
}

// One bad value with a large error does not count.
TEST(StretchedFit, weighsByErrors) {
  Curve curve = planted(0.83, 40, 0.6, 0);
  for (double& e : curve.error) e = 1e-3;
  curve.value[12] += 0.1;
  curve.error[12] = 10;
  const StretchedFit fit = StretchedFit::of(curve.time, curve.value, curve.error, 1);
  EXPECT_NEAR(fit.time_ps, 40, 0.1);
  EXPECT_GT(std::abs(StretchedFit::of(curve.time, curve.value, {}, 1).time_ps - 40), 0.1);
}

TEST(StretchedFit, whatDoesNotRelaxHasNoTime) {
  const Curve slow = planted(0.83, 1e6, 0.6, 0);
  const StretchedFit fit = StretchedFit::of(slow.time, slow.value, {}, 1);
  EXPECT_FALSE(fit.found());
  EXPECT_THAT(fit.why, testing::HasSubstr("longer than the trajectory"));
  EXPECT_TRUE(std::isnan(fit.time_ps));
  const std::vector<double> three = {1, 2, 3}, falls = {0.9, 0.5, 0.2};
  EXPECT_THAT(StretchedFit::of(three, falls, {}, 0).why, testing::HasSubstr("3 points"));
}

// Exactly on the curve where values are above a hundredth: what lies below is noise and not looked
// at, what lies above counts.
TEST(StretchedFit, leavesOutWhatHasFallenToAHundredth) {
  const auto withLast = [](double last) {
    Curve curve = planted(0.83, 40, 0.6, 0);
    curve.time.push_back(1e4);
    curve.value.push_back(last);
    return StretchedFit::of(curve.time, curve.value, {}, 1);
  };
  EXPECT_NEAR(withLast(0.0099).time_ps, 40, 1e-3);
  EXPECT_NEAR(withLast(-0.3).time_ps, 40, 1e-3);
  EXPECT_GT(std::abs(withLast(0.0101).time_ps - 40), 1e-2);
}

TEST(StretchedFit, takesFourPointsFromTheTimeOn) {
  const std::vector<double> time = {1, 2, 4, 8, 16};
  std::vector<double> value;
  for (const double t : time) value.push_back(0.8 * std::exp(-std::pow(t / 6, 0.7)));
  EXPECT_TRUE(StretchedFit::of(time, value, {}, 2).found()) << "the first at that time";
  EXPECT_FALSE(StretchedFit::of(time, value, {}, 2.01).found());
}

// A tenth of the first value has to be gone at its lowest, and no more than a fifth of that come
// back.
TEST(StretchedFit, hasFallenAndDoesNotRise) {
  const auto why = [](double lowest, double last) {
    const std::vector<double> time = {1, 2, 4, 8, 16, 32};
    const double first = 0.8, fall = first - lowest;
    return StretchedFit::of(time,
                            std::vector{first, first - 0.3 * fall, first - 0.7 * fall,
                                        first - 0.9 * fall, lowest, last},
                            {}, 0)
        .why;
  };
  EXPECT_THAT(why(0.91 * 0.8, 0.91 * 0.8), testing::HasSubstr("longer than the trajectory"));
  EXPECT_EQ(why(0.89 * 0.8, 0.89 * 0.8), "");
  EXPECT_EQ(why(0.4, 0.4 + 0.19 * 0.4), "");
  EXPECT_THAT(why(0.4, 0.4 + 0.21 * 0.4), testing::HasSubstr("rises again"));
  const std::vector<double> time = {1, 2, 4, 8}, one = {1, 0.7, 0.4, 0.2};
  EXPECT_THAT(StretchedFit::of(time, one, {}, 0).why, testing::HasSubstr("1 or more"));
  const std::vector<double> almost = {0.999, 0.7, 0.4, 0.2};
  EXPECT_EQ(StretchedFit::of(time, almost, {}, 0).why, "");
}

}  // namespace
}  // namespace glasscope::sim
