#include "sim/vibrations/LocalSpectrum.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "core/system/Parallel.h"
#include "core/system/Progress.h"
#include "tests/sim/vibrations/DiagonalSprings.h"

namespace glasscope::sim {
namespace {

// Eigenvalues 0.1 and up, so that no window touches the translations (which these springs lack, but
// which are projected out all the same).
DiagonalSprings springs() {
  auto values = evenSprings(100, 1.9).eigenvalues();
  for (double& value : values) value += 0.1;
  return DiagonalSprings(values);
}

double gentle(double lambda) {
  return std::exp(-2 * lambda);
}

LocalSpectrum spectrumOf(const DiagonalSprings& s, int vectors, std::uint64_t seed) {
  Progress::setQuiet(true);
  return localSpectrum(s, RigidMotions(s), 2, {gentle, [](double) { return 1.0; }},
                       {vectors, 30, seed});
}

// What is exact: sum of f over the atom's coordinates, without the share of the translations
// (e_row . t)^2 = 1 / 100 each, which to first order takes a hundredth.
double exact(const DiagonalSprings& s, std::size_t atom) {
  double sum = 0;
  for (std::size_t axis = 0; axis < 3; ++axis) sum += gentle(s.eigenvalues()[3 * atom + axis]);
  return sum;
}

TEST(LocalSpectrum, goesToTheExactValuesWithManyVectors) {
  const DiagonalSprings s = springs();
  const auto spectrum = spectrumOf(s, 4096, 1);
  EXPECT_EQ(spectrum.vectors, 4096);
  for (std::size_t i = 0; i < 100; ++i) {
    // sqrt(2/3) / 64 = 1.3 %: five of them, and the translations' hundredth.
    EXPECT_NEAR(spectrum.functions[0].mean[i] / exact(s, i), 0.99, 0.075) << i;
    EXPECT_NEAR(spectrum.functions[1].mean[i], 2.97, 5 * 2.97 * std::sqrt(2.0 / 3) / 64) << i;
  }
}

// Over 200 seeds the estimates scatter as each of them says.
TEST(LocalSpectrum, errorsAreWhatSeedsScatterBy) {
  const DiagonalSprings s = springs();
  double scatter = 0, said = 0, covered = 0;
  const std::size_t atoms[] = {0, 31, 67, 99};
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const auto values = spectrumOf(s, 32, seed).functions[0];
    for (const std::size_t i : atoms) {
      const double off = values.mean[i] - 0.99 * exact(s, i);
      scatter += off * off / std::pow(exact(s, i), 2);
      said += values.error[i] * values.error[i] / std::pow(exact(s, i), 2);
      covered += std::abs(off) < 2 * values.error[i] ? 1 : 0;
    }
  }
  // Variances from 800 estimates: sqrt(2 / 800) = 5 %; three of them. The variance of squares of
  // normals has itself a scatter, which its mean over so many takes out.
  EXPECT_NEAR(scatter / said, 1, 0.15);
  // Chi-square of 3 x 32 is nearly normal: 95 % within two errors, +- 0.8 %, less 1.5 % for skew.
  EXPECT_NEAR(covered / 800, 0.945, 0.03);
}

TEST(LocalSpectrum, doesNotDependOnThreads) {
  const DiagonalSprings s = springs();
  const int threads = threadCount();
  setThreadCount(1);
  const auto one = spectrumOf(s, 32, 5);
  setThreadCount(4);
  const auto other = spectrumOf(s, 32, 5);
  setThreadCount(threads);
  EXPECT_EQ(one.functions[0].mean, other.functions[0].mean);
  EXPECT_EQ(one.functions[0].error, other.functions[0].error);
  EXPECT_EQ(one.moments, other.moments);
}

TEST(LocalSpectrum, momentsCountTheModesWithoutRigidMotions) {
  const auto spectrum = spectrumOf(springs(), 1024, 1);
  // Normal vectors of 297 directions: 297 x 1024, with a scatter of sqrt(2 / 297 / 1024).
  EXPECT_NEAR(spectrum.moments[0] / 1024, 297, 5 * 297 * std::sqrt(2.0 / 297 / 1024));
}

}  // namespace
}  // namespace glasscope::sim
