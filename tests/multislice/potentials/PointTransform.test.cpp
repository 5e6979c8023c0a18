#include "multislice/potentials/PointTransform.h"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "core/math/Random.h"

namespace glasscope::multislice {
namespace {

using Points = std::vector<PointTransform::Point>;

std::vector<std::complex<float>> transform(int nx, int ny, const Points& points) {
  const PointTransform factor(nx, ny);
  const int half = ny / 2 + 1;
  RealImage multiplier(static_cast<std::size_t>(nx) * half);
  for (int i = 0; i < nx; ++i) {
    for (int j = 0; j < half; ++j) {
      multiplier[static_cast<std::size_t>(i) * half + j] =
          static_cast<float>(factor.correction(i, j));
    }
  }
  std::vector<std::complex<float>> spectrum(multiplier.size());
  Wave scratch;
  factor.accumulate(points, multiplier, spectrum, scratch);
  return spectrum;
}

std::complex<double> sum(int i, int j, const Points& points) {
  std::complex<double> value = 0;
  for (const auto& p : points) {
    value += std::polar<double>(p.weight, -2 * std::numbers::pi * (i * p.x + j * p.y));
  }
  return value;
}

TEST(PointTransform, isTheSumOfPhasesAtEveryFrequency) {
  // Per frequency, against the root mean square of a random sum: 2e-5 at the corner of the grid,
  // where the neighbouring images of the kernel's transform are closest, and single precision,
  // 1e-6, over its inner half.
  constexpr int kCount = 40;
  Points points;
  for (int p = 0; p < kCount; ++p) {
    Random random(5, "structure factor", 0, p);
    points.push_back({3 * random.uniform() - 1, 3 * random.uniform() - 1,
                      static_cast<float>(random.uniform() + 0.5)});
  }
  for (const auto& [nx, ny] : {std::pair{48, 64}, {8, 8}, {45, 51}}) {
    const auto spectrum = transform(nx, ny, points);
    for (int i = 0; i < nx; ++i) {
      const int k = i <= nx / 2 ? i : i - nx;
      if (2 * k == nx) continue;
      for (int j = 0; 2 * j < ny; ++j) {
        const bool inner = 4 * std::abs(k) < nx && 4 * j < ny;
        const std::complex<double> value = spectrum[static_cast<std::size_t>(i) * (ny / 2 + 1) + j];
        EXPECT_LT(std::abs(value - sum(k, j, points)) / std::sqrt(kCount), inner ? 2e-6 : 2e-5)
            << k << ", " << j << " of " << nx << " x " << ny;
      }
    }
  }
}

TEST(PointTransform, doesNotChangeWhenAPointMovesByAPeriod) {
  const auto here = transform(32, 32, {{0.3, 0.999, 1}}),
             there = transform(32, 32, {{-4.7, 2.999, 1}});
  for (std::size_t i = 0; i < here.size(); ++i) EXPECT_LT(std::abs(here[i] - there[i]), 1e-5);
}

TEST(PointTransform, addsToWhatIsThere) {
  const PointTransform factor(16, 16);
  const std::vector<float> one(16 * 9, 1.0f);
  std::vector<std::complex<float>> once(one.size()), twice(one.size());
  Wave scratch;
  const Points points = {{0.1, 0.2, 1}, {0.7, 0.4, -2}};
  factor.accumulate(points, one, once, scratch);
  for (int i = 0; i < 2; ++i) factor.accumulate(points, one, twice, scratch);
  for (std::size_t i = 0; i < once.size(); ++i) EXPECT_EQ(twice[i], 2.0f * once[i]);
}

}  // namespace
}  // namespace glasscope::multislice
