#include "sim/mobility/Mobility.h"

#include <cmath>
#include <numbers>

#include <gmock/gmock.h>

#include "core/math/Random.h"
#include "core/system/Error.h"
#include "core/system/Parallel.h"

namespace glasscope::sim {
namespace {

// Atoms of one kind whose places `at` gives, at times that are even.
template <class Place>
Trajectory moving(int atoms, int frames, double interval_ps, const Place& at) {
  Trajectory way;
  for (int f = 0; f < frames; ++f) {
    way.times_ps.push_back(f * interval_ps);
    way.positions.emplace_back();
    for (int i = 0; i < atoms; ++i) way.positions.back().push_back(at(i, f));
  }
  for (int i = 0; i < atoms; ++i) {
    way.ids.push_back(i + 1);
    way.atomicNumbers.push_back(29);
    way.part.push_back(i % 8);
  }
  return way;
}

Vec3 gauss(std::uint64_t seed, int i, int f) {
  Random random(seed, "walk", static_cast<std::uint64_t>(f), static_cast<std::uint64_t>(i));
  const double x = random.normal(), y = random.normal(), z = random.normal();
  return {x, y, z};
}

// Free flight at one speed along many directions: everything about it is known.
TEST(Mobility, ofFreeFlightIsBallistic) {
  constexpr double kSpeed = 1.5;
  const Trajectory way = moving(64, 11, 0.2, [&](int i, int f) {
    const Vec3 v = kSpeed * gauss(3, i, 0).normalized();
    return Vec3(0.2 * f * v);
  });
  MobilitySettings settings;
  settings.q_invA = 2;
  const Mobility found = Mobility::of(way, settings);
  const MobilityCurve& all = found.curves.front();
  ASSERT_EQ(found.curves.size(), 1u);  // one element: the same as all
  for (std::size_t l = 0; l < found.lags.size(); ++l) {
    const double r = kSpeed * found.lags[l].time_ps;
    EXPECT_NEAR(all.squareDisplacement_A2[l], r * r, 1e-9);
    EXPECT_NEAR(all.nonGaussian[l], 3.0 / 5 - 1, 1e-9);
    EXPECT_NEAR(all.scattering[l], std::sin(2 * r) / (2 * r), 1e-9);
    EXPECT_NEAR(all.squareDisplacementError_A2[l], 0, 1e-9);
  }
}

// A random walk: 6 D t, no non-Gaussian parameter, exp(-q^2 D t), all within their errors. Errors
// of eight parts are themselves known to a quarter, and 2.36 of them hold 95 of 100 (Student, 7).
TEST(Mobility, ofARandomWalkIsDiffusionWithinItsErrors) {
  constexpr double kSigma = 0.1, kQ = 2;
  int inside = 0, all = 0;
  double alpha = 0, count = 0;
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    std::vector<Vec3> place(400, Vec3::Zero());
    const Trajectory way = moving(400, 30, 1, [&](int i, int f) {
      if (f > 0) place[i] += kSigma * gauss(seed, i, f);
      return place[i];
    });
    MobilitySettings settings;
    settings.q_invA = kQ;
    const Mobility found = Mobility::of(way, settings);
    const MobilityCurve& c = found.curves.front();
    for (const std::size_t l : {std::size_t{0}, std::size_t{5}, found.lags.size() - 1}) {
      const double square = 3 * kSigma * kSigma * found.lags[l].time_ps;
      const double fs = std::exp(-kQ * kQ * kSigma * kSigma * found.lags[l].time_ps / 2);
      inside +=
          std::abs(c.squareDisplacement_A2[l] - square) < 2.36 * c.squareDisplacementError_A2[l];
      inside += std::abs(c.scattering[l] - fs) < 2.36 * c.scatteringError[l];
      inside += std::abs(c.nonGaussian[l]) < 2.36 * c.nonGaussianError[l];
      all += 3;
      alpha += c.nonGaussian[l];
      ++count;
    }
  }
  // 270 intervals: 95 +- 1.3 %; the parameter of four hundred atoms leans by some thousandths.
  EXPECT_GE(inside, 0.90 * all);
  EXPECT_LE(inside, 0.99 * all);
  EXPECT_NEAR(alpha / count, 0, 0.01);
}

// Oscillators of all phases: <|dr|^2> = 3 A^2 (1 - cos w t).
TEST(Mobility, ofOscillatorsComesBack) {
  constexpr double kAmplitude = 0.3, kTurn = 0.4;
  const Trajectory way = moving(360, 41, 0.5, [&](int i, int f) {
    const double phase = 2 * std::numbers::pi * i / 360 + kTurn * 0.5 * f;
    return Vec3(kAmplitude * std::cos(phase), kAmplitude * std::cos(phase + 1),
                kAmplitude * std::cos(phase + 2));
  });
  const Mobility found = Mobility::of(way, {});
  for (std::size_t l = 0; l < found.lags.size(); ++l) {
    EXPECT_NEAR(found.curves[0].squareDisplacement_A2[l],
                3 * kAmplitude * kAmplitude * (1 - std::cos(kTurn * found.lags[l].time_ps)), 1e-9);
  }
  EXPECT_THAT(found.curves[0].fit.why, testing::HasSubstr("rises again"));
  EXPECT_EQ(found.mobileShare, 0);
  EXPECT_TRUE(std::isnan(found.columns.at("residence_time_ps").values[0]));
}

// Every third atom hops by 2 angstrom at every fifth frame, the others stay.
TEST(Mobility, countsJumps) {
  Trajectory way = moving(30, 51, 0.5, [&](int i, int f) {
    return i % 3 == 0 ? Vec3(2.0 * (f / 5), 0.1, 0) : Vec3(0, 0, 0.05 * (f % 2));
  });
  for (int i = 0; i < 30; ++i) way.atomicNumbers[i] = i % 3 == 0 ? 40 : 29;
  const Mobility found = Mobility::of(way, {});
  EXPECT_DOUBLE_EQ(found.mobileShare, 1.0 / 3);
  EXPECT_EQ(found.columns.at("jumps").values[3], 10);
  EXPECT_EQ(found.columns.at("jumps").values[4], 0);
  EXPECT_DOUBLE_EQ(found.columns.at("residence_time_ps").values[3], 25.0 / 10);
  EXPECT_DOUBLE_EQ(found.columns.at("residence_time_error_ps").values[3], 2.5 / std::sqrt(10));
  ASSERT_EQ(found.curves.size(), 3u);
  EXPECT_EQ(found.curves[1].group, "Cu");
  EXPECT_EQ(found.curves[1].atoms, 20u);
  EXPECT_EQ(found.curves[2].group, "Zr");
  // A third of the atoms moves: 3 <r^4> / (5 <r^2>^2) - 1 = 3 * 3 / 5 - 1 of hops of one length,
  // but for the twentieth of an angstrom that the others tremble.
  ASSERT_DOUBLE_EQ(found.lags[4].time_ps, 2.5);
  EXPECT_NEAR(found.curves[0].nonGaussian[4], 0.8, 0.005);
  const double mean =
      (2 * found.curves[1].squareDisplacement_A2[4] + found.curves[2].squareDisplacement_A2[4]) / 3;
  EXPECT_NEAR(found.curves[0].squareDisplacement_A2[4], mean, 1e-12);
  // The mean of the column is the curve at its lag.
  const auto& column = found.columns.at("mobility_A2").values;
  double sum = 0;
  for (const double v : column) sum += v / 30;
  EXPECT_NEAR(sum, found.curves[0].squareDisplacement_A2[found.mostHeterogeneous], 1e-9);
}

// A jump is farther than the threshold, and from then on the atom has another place.
TEST(Mobility, aJumpIsFartherThanTheThreshold) {
  const auto jumps = [](double hop_A) {
    MobilitySettings settings;
    settings.threshold_A = 0.75;
    const Trajectory way =
        moving(8, 5, 1, [&](int, int f) { return Vec3(0.4, hop_A * (f >= 2), 0.1); });
    return Mobility::of(way, settings).columns.at("jumps").values[0];
  };
  EXPECT_EQ(jumps(0.75), 0);
  EXPECT_EQ(jumps(0.7501), 1) << "it stays there";
}

TEST(Mobility, findsATimeOfRelaxation) {
  // Jumps of a random time each, far apart: F_s of an exponential.
  constexpr double kTau = 8;
  std::vector<Vec3> place(800, Vec3::Zero());
  const Trajectory way = moving(800, 80, 0.5, [&](int i, int f) {
    Random random(9, "jump", static_cast<std::uint64_t>(f), static_cast<std::uint64_t>(i));
    if (f > 0 && random.uniform() < 1 - std::exp(-0.5 / kTau)) place[i] += 10 * gauss(1, i, f);
    return place[i];
  });
  const Mobility found = Mobility::of(way, {});
  const MobilityCurve& all = found.curves.front();
  ASSERT_TRUE(all.fit.found()) << all.fit.why;
  ASSERT_TRUE(all.fitError.found()) << all.fitError.why;
  EXPECT_GT(all.fitError.time_ps, 0);
  // Its own error, three times; and that is some per cent.
  EXPECT_NEAR(all.fit.time_ps, kTau, 3 * all.fitError.time_ps);
  EXPECT_LT(all.fitError.time_ps, 0.1 * kTau);
  EXPECT_NEAR(all.fit.beta, 1, 0.1);
}

TEST(Mobility, hasTheSameBitsOnAnyThreads) {
  std::vector<Vec3> place(100, Vec3::Zero());
  const Trajectory way = moving(100, 20, 1, [&](int i, int f) {
    if (f > 0) place[i] += 0.4 * gauss(2, i, f);
    return place[i];
  });
  setThreadCount(1);
  const std::string one = Mobility::of(way, {}).csv();
  setThreadCount(3);
  EXPECT_EQ(Mobility::of(way, {}).csv(), one);
  setThreadCount(1);
}

TEST(Mobility, refusesWhatMakesNoSense) {
  for (const auto& spoil : {+[](MobilitySettings& s) { s.q_invA = 0; },
                            +[](MobilitySettings& s) { s.threshold_A = std::nan(""); },
                            +[](MobilitySettings& s) { s.fitFrom_ps = -1; },
                            +[](MobilitySettings& s) { s.perDecade = 0; }}) {
    MobilitySettings settings;
    spoil(settings);
    EXPECT_THROW(settings.validate(), Error);
  }
}

}  // namespace
}  // namespace glasscope::sim
