#include "voronoi/pairs/FieldCorrelation.h"

#include <Eigen/Core>
#include <gtest/gtest.h>

#include "core/math/Constants.h"
#include "core/system/Parallel.h"
#include "tests/voronoi/Samples.h"

namespace glasscope::voronoi {
namespace {

Atoms openGas(std::size_t count, double edge, std::uint64_t seed) {
  return samples::poisson(
      count, Box::orthogonal(Vec3::Constant(edge), Vec3::Zero(), {false, false, false}), seed);
}

/// A Gaussian field with C(r) = exp(-r / xi), by random waves: the spectral density of that
/// covariance in three dimensions is 1 / (1 + k^2 xi^2)^2, a Student distribution of one degree.
Column exponentialField(const Atoms& atoms, double xi, std::uint64_t seed) {
  constexpr int kWaves = 600;
  Column field{"field", "1", "synthetic", std::vector<double>(atoms.size(), 0)};
  for (int w = 0; w < kWaves; ++w) {
    Random random(seed, "field_waves", static_cast<std::uint64_t>(w));
    const Vec3 direction(random.normal(), random.normal(), random.normal());
    const Vec3 k = direction / (xi * std::abs(random.normal()));
    const double phase = 2 * constants::kPi * random.uniform();
    for (std::size_t i = 0; i < atoms.size(); ++i)
      field.values[i] += std::sqrt(2.0 / kWaves) * std::cos(k.dot(atoms.positions[i]) + phase);
  }
  return field;
}

FieldCorrelationSettings upTo(double range) {
  FieldCorrelationSettings settings;
  settings.max_A = range;
  settings.removeSpeciesMean = false;
  return settings;
}

/// The error that is stated covers the deviation from the known length; over four fields the mean
/// comes within 12 %, as their errors of 10 to 20 % each lead to expect.
TEST(FieldCorrelation, findsTheLengthOfAKnownField) {
  constexpr double kLength = 3;
  double sum = 0, integral = 0;
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    const auto atoms = openGas(3000, 45, seed);
    const auto found = fieldCorrelation(atoms, exponentialField(atoms, kLength, seed), upTo(12));
    EXPECT_NEAR(found.length_A, kLength, 4 * found.lengthError_A) << seed;
    EXPECT_LT(found.lengthError_A, 0.4 * kLength);
    EXPECT_NEAR(found.amplitude, 1, 0.25);
    EXPECT_GT(found.moranZ, 20);
    sum += found.length_A / 4;
    integral += found.integralLength_A / 4;
  }
  EXPECT_NEAR(sum, kLength, 0.12 * kLength);
  EXPECT_NEAR(integral, kLength, 0.2 * kLength);
}

/// Moran's deviate of white noise is a standard normal one: 20 seeds have a mean of 0 +- 0.22 and a
/// mean square of 1 +- 0.32.
TEST(FieldCorrelation, whiteNoiseIsNotSignificant) {
  double z = 0, z2 = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto atoms = samples::poisson(800, Box::orthogonal(Vec3::Constant(22)), seed);
    Column field{"noise", "1", "", {}};
    Random random(seed, "white_noise");
    for (std::size_t i = 0; i < atoms.size(); ++i) field.values.push_back(random.normal());
    const auto found = fieldCorrelation(atoms, field, upTo(6));
    z += found.moranZ / 20;
    z2 += found.moranZ * found.moranZ / 20;
    EXPECT_NEAR(found.c.back(), 0, 5 * found.cError.back() + 0.02);
  }
  EXPECT_NEAR(z, 0, 0.8);
  EXPECT_NEAR(z2, 1, 1);
}

/// Moran's I and its deviate from their definition: the matrix W of neighbours, its moments under
/// independent normal values by traces, E[I] = n tr(MW) / (S0 (n - 1)) and E[I^2] =
/// (n / S0)^2 (tr(A)^2 + 2 tr(A^2)) / (n^2 - 1) with A = M W M, M = 1 - 1/n (the moments of a ratio
/// of quadratic forms in normal deviates), against the sums of Cliff and Ord.
TEST(FieldCorrelation, moransVarianceIsThatOfTheRatioOfQuadraticForms) {
  const auto atoms = samples::poisson(60, Box::orthogonal(Vec3(14, 15, 16)), 3);
  Column field{"field", "1", "", {}};
  Random random(8, "field");
  for (std::size_t i = 0; i < atoms.size(); ++i)
    field.values.push_back(atoms.positions[i].x() + random.normal());
  auto settings = upTo(6);
  settings.neighbour_A = 4.5;
  const auto found = fieldCorrelation(atoms, field, settings);

  const auto n = static_cast<Eigen::Index>(atoms.size());
  Eigen::MatrixXd w = Eigen::MatrixXd::Zero(n, n);
  Eigen::VectorXd z(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    z(i) = field.values[static_cast<std::size_t>(i)];
    for (Eigen::Index j = 0; j < n; ++j) {
      if (i == j) continue;
      Vec3 d = atoms.box.toFractional(atoms.positions[static_cast<std::size_t>(i)]) -
               atoms.box.toFractional(atoms.positions[static_cast<std::size_t>(j)]);
      for (auto& x : d) x -= std::round(x);
      w(i, j) = (atoms.box.matrix() * d).norm() <= settings.neighbour_A ? 1 : 0;
    }
  }
  const double count = static_cast<double>(n), s0 = w.sum();
  const Eigen::MatrixXd m =
      Eigen::MatrixXd::Identity(n, n) - Eigen::MatrixXd::Constant(n, n, 1 / count);
  const Eigen::MatrixXd a = m * w * m;
  const double moran = count / s0 * z.dot(a * z) / z.dot(m * z);
  const double mean = count / s0 * a.trace() / (count - 1);
  const double square = count * count / (s0 * s0) * (a.trace() * a.trace() + 2 * (a * a).trace()) /
                        (count * count - 1);
  // The field is rounded to 1/4096 of its deviation.
  EXPECT_NEAR(found.moran, moran, 1e-3);
  EXPECT_NEAR(found.moranZ, (moran - mean) / std::sqrt(square - mean * mean), 1e-2);
  EXPECT_GT(found.moranZ, 2);
}

/// Trapezia from C(0) = 1 over the bins with pairs, the last one cut where its line crosses zero.
TEST(FieldCorrelation, theIntegralEndsWhereTheLineCrossesZero) {
  const auto atoms = openGas(1500, 45, 1);
  const auto found = fieldCorrelation(atoms, exponentialField(atoms, 2, 1), upTo(20));
  double sum = 0, r0 = 0, c0 = 1;
  bool crossed = false;
  for (std::size_t b = 0; b < found.c.size() && !crossed; ++b) {
    if (std::isnan(found.c[b])) continue;
    crossed = found.c[b] <= 0;
    const double zero = r0 + (found.r_A[b] - r0) * c0 / (c0 - found.c[b]);
    sum += crossed ? 0.5 * c0 * (zero - r0) : 0.5 * (c0 + found.c[b]) * (found.r_A[b] - r0);
    r0 = found.r_A[b];
    c0 = found.c[b];
  }
  EXPECT_TRUE(crossed);
  EXPECT_NEAR(found.integralLength_A, sum, 1e-12);
}

TEST(FieldCorrelation, doesNotChangeWithScaleOffsetOrWrapping) {
  auto atoms = samples::poisson(500, Box::orthogonal(Vec3(20, 21, 22)), 3);
  auto field = exponentialField(atoms, 3, 3);
  const auto before = fieldCorrelation(atoms, field, upTo(8));
  for (auto& v : field.values) v = -7 * v + 3;
  for (auto& p : atoms.positions) p += atoms.box.matrix() * Vec3(2, -1, 5);
  const auto after = fieldCorrelation(atoms, field, upTo(8));
  for (std::size_t b = 0; b < before.c.size(); ++b)
    if (before.pairs[b] > 0) {
      EXPECT_NEAR(after.c[b], before.c[b], 1e-9);
    }
  EXPECT_NEAR(after.length_A, before.length_A, 1e-6);
}

/// A field that is a label of the species has no correlation once the species' means are gone.
TEST(FieldCorrelation, compositionCanBeTakenOut) {
  const auto atoms = samples::poisson(500, Box::orthogonal(Vec3(20, 21, 22)), 3);
  Column field{"z", "1", "", {}};
  for (const int z : atoms.atomicNumbers) field.values.push_back(z);
  auto settings = upTo(8);
  settings.removeSpeciesMean = true;
  const auto found = fieldCorrelation(atoms, field, settings);
  EXPECT_TRUE(std::isnan(found.moran));
  EXPECT_TRUE(std::isnan(found.length_A));
}

TEST(FieldCorrelation, undefinedAtomsAreLeftOut) {
  const auto atoms = samples::poisson(500, Box::orthogonal(Vec3(20, 21, 22)), 3);
  auto field = exponentialField(atoms, 3, 3);
  field.values[7] = NAN;
  const auto found = fieldCorrelation(atoms, field, upTo(8));
  EXPECT_TRUE(std::isfinite(found.length_A));
  EXPECT_TRUE(std::isfinite(found.moran));
}

TEST(FieldCorrelation, hasTheSameBitsOnAnyNumberOfThreads) {
  const auto atoms = samples::poisson(1500, Box::orthogonal(Vec3(20, 21, 22)), 3);
  const auto field = exponentialField(atoms, 3, 3);
  const int before = threadCount();
  setThreadCount(1);
  const auto one = fieldCorrelation(atoms, field, upTo(8));
  setThreadCount(3);
  const auto three = fieldCorrelation(atoms, field, upTo(8));
  setThreadCount(before);
  EXPECT_EQ(one.length_A, three.length_A);
  EXPECT_EQ(one.moranZ, three.moranZ);
  EXPECT_EQ(one.pairs, three.pairs);
}

TEST(FieldCorrelation, rangesThatCannotBeAreRefused) {
  const auto atoms = samples::poisson(50, Box::orthogonal(Vec3(20, 21, 22)), 3);
  auto settings = upTo(8);
  settings.bin_A = 0;
  EXPECT_THROW(fieldCorrelation(atoms, exponentialField(atoms, 3, 3), settings), Error);
}

}  // namespace
}  // namespace glasscope::voronoi
