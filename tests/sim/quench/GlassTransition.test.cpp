#include "sim/quench/GlassTransition.h"

#include <cmath>
#include <vector>

#include <gmock/gmock.h>

#include "core/math/Random.h"

namespace glasscope::sim {
namespace {

struct Quench {
  std::vector<double> temperature, volume;
};

// From 2000 to 300 K with a bend at `bend_K`, as of Cu-Zr: about 16 A^3 an atom, steeper above.
Quench cooled(double bend_K, double noise_A3, std::uint64_t seed = 1, double liquid = 1.2e-3,
              double glass = 5e-4) {
  Quench quench;
  for (int i = 0; i < 400; ++i) {
    Random random(seed, "volume", 0, static_cast<std::uint64_t>(i));
    const double t = 2000 - 1700.0 * i / 399;
    const double slope = t > bend_K ? liquid : glass;
    quench.temperature.push_back(t);
    quench.volume.push_back(16 + slope * (t - bend_K) + noise_A3 * random.normal());
  }
  return quench;
}

TEST(GlassTransition, isWhereTheLinesMeet) {
  const Quench quench = cooled(743, 0);
  const auto found = GlassTransition::of(quench.temperature, quench.volume, 0, 3000);
  ASSERT_TRUE(found.found()) << found.why;
  EXPECT_NEAR(found.temperature_K, 743, 0.1);
  EXPECT_NEAR(found.liquidSlope, 1.2e-3, 1e-7);
  EXPECT_NEAR(found.glassSlope, 5e-4, 1e-7);
  EXPECT_LT(found.error_K, 0.1);
}

// A range leaves out what lies beyond it, here a step in the hot liquid.
TEST(GlassTransition, looksAtItsRangeOnly) {
  Quench quench = cooled(743, 0);
  for (std::size_t i = 0; i < quench.volume.size(); ++i)
    if (quench.temperature[i] > 1500) quench.volume[i] += 1;
  EXPECT_NEAR(GlassTransition::of(quench.temperature, quench.volume, 350, 1490).temperature_K, 743,
              0.1);
  EXPECT_GT(
      std::abs(GlassTransition::of(quench.temperature, quench.volume, 0, 3000).temperature_K - 743),
      50);
}

// Errors of ten pieces are known to a quarter: of a hundred quenches 95 lie within 2.26 of them
// (Student, 9), give or take 2.
TEST(GlassTransition, errorsCover) {
  int inside = 0;
  double lean = 0;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const Quench quench = cooled(743, 0.03, seed);
    const auto found = GlassTransition::of(quench.temperature, quench.volume, 0, 3000);
    ASSERT_TRUE(found.found()) << found.why;
    inside += std::abs(found.temperature_K - 743) < 2.26 * found.error_K;
    lean += (found.temperature_K - 743) / 100;
  }
  EXPECT_GE(inside, 88);
  EXPECT_LE(inside, 100);
  EXPECT_NEAR(lean, 0, 3);
}

TEST(GlassTransition, isNoneWhereNothingBends) {
  const Quench straight = cooled(743, 0.01, 1, 8e-4, 8e-4);
  EXPECT_THAT(GlassTransition::of(straight.temperature, straight.volume, 0, 3000).why,
              testing::AnyOf(testing::HasSubstr("no better than one"),
                             testing::HasSubstr("end of the range")));
  const Quench quench = cooled(743, 0);
  EXPECT_THAT(GlassTransition::of(quench.temperature, quench.volume, 700, 900).why,
              testing::HasSubstr("it takes 30 over 300 K"));
  EXPECT_THAT(GlassTransition::of({}, {}, 0, 3000).why, testing::HasSubstr("0 values over 0 K"));
}

// `count` values from `high_K` down to `low_K` with a bend at `bend_K`, every second one off by
// `noise_A3` upwards and the others downwards.
Quench bent(int count, double high_K, double low_K, double bend_K, double noise_A3 = 0) {
  Quench quench;
  for (int i = 0; i < count; ++i) {
    const double t = high_K - (high_K - low_K) * i / (count - 1);
    quench.temperature.push_back(t);
    quench.volume.push_back(16 + (t > bend_K ? 1.2e-3 : 5e-4) * (t - bend_K) +
                            (i % 2 == 0 ? noise_A3 : -noise_A3));
  }
  return quench;
}

GlassTransition found(const Quench& quench) {
  return GlassTransition::of(quench.temperature, quench.volume, 0, 3000);
}

TEST(GlassTransition, takesThirtyValuesOverThreeHundredKelvin) {
  EXPECT_TRUE(found(bent(30, 1200, 300, 743)).found());
  EXPECT_THAT(found(bent(29, 1200, 300, 743)).why, testing::HasSubstr("29 values"));
  EXPECT_TRUE(found(bent(40, 901, 600, 743)).found());
  EXPECT_THAT(found(bent(40, 899, 600, 743)).why, testing::HasSubstr("over 299 K"));
}

// A tenth of the range at either end is too little for a line.
TEST(GlassTransition, bendsATenthFromTheEndsAtLeast) {
  for (const double place : {0.12, 0.88}) {
    const auto inside = found(bent(400, 2000, 1000, 1000 + 1000 * place));
    ASSERT_TRUE(inside.found()) << inside.why;
    EXPECT_NEAR(inside.temperature_K, 1000 + 1000 * place, 0.5);
  }
  for (const double place : {0.08, 0.92})
    EXPECT_THAT(found(bent(400, 2000, 1000, 1000 + 1000 * place)).why,
                testing::HasSubstr("end of the range"));
}

// Of a bend in the middle one line leaves (difference of slopes x range / 4)^2 / 12 a value beyond
// what both leave: scatter of so much is 0.76 and 0.84 of the sum.
TEST(GlassTransition, twoLinesLeaveFourFifthsAtMost) {
  const double bend = std::pow(7e-4 * 1700 / 4, 2) / 12;
  const auto with = [&](double share) {
    return found(bent(400, 2000, 300, 1150, std::sqrt(bend * share / (1 - share))));
  };
  EXPECT_TRUE(with(0.76).found()) << with(0.76).why;
  EXPECT_THAT(with(0.84).why, testing::HasSubstr("no better than one"));
}

}  // namespace
}  // namespace glasscope::sim
