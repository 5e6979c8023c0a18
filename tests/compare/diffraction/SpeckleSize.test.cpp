#include <cmath>
#include <complex>

#include <gtest/gtest.h>

#include "compare/diffraction/PatternSignals.h"
#include "compare/diffraction/Reductions.h"
#include "core/math/Random.h"
#include "core/system/Progress.h"
#include "tests/compare/PlantedPatterns.h"

namespace glasscope::compare {
namespace {

/// Speckle of a Gaussian field: white noise blurred by exp(-k^2 / 2 a^2) has the intensity
/// covariance exp(-q^2 / 2 a^2), whose full width is 2 a sqrt(2 ln 2) (J. W. Goodman, Speckle
/// Phenomena in Optics (2007), section 4.4).
Array2<float> speckle(const DatacubeShape& shape, double a_pixels, std::uint64_t stream) {
  const int n = shape.qx, reach = static_cast<int>(4 * a_pixels);
  Random random(41, "speckle_size", stream);
  Array2<std::complex<double>> noise(n, n), once(n, n), field(n, n);
  for (auto& value : noise) {
    const double re = random.normal();
    value = {re, random.normal()};
  }
  const auto blur = [&](const auto& from, auto& to, int dx, int dy) {
    for (int x = 0; x < n; ++x) {
      for (int y = 0; y < n; ++y) {
        for (int d = -reach; d <= reach; ++d) {
          to(x, y) += std::exp(-0.5 * d * d / (a_pixels * a_pixels)) *
                      from((x + dx * d + n) % n, (y + dy * d + n) % n);
        }
      }
    }
  };
  blur(noise, once, 1, 0);
  blur(once, field, 0, 1);
  Array2<float> pattern(n, n);
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    pattern[i] = static_cast<float>(1e-6 * std::norm(field[i]));
  }
  return pattern;
}

struct Found {
  Curves curves;
  double width = 0;
  std::vector<double> map;
};

Found reduced(const MemoryDatacube& cube) {
  Progress::setQuiet(true);
  ReductionSettings settings;
  settings.brightField_invA = 0.1;
  settings.ringInner_invA = 0.4;
  settings.ringOuter_invA = 0.9;
  const Reductions all = reduce(cube, settings);
  Progress::setQuiet(false);
  Found found;
  for (const Curves& curves : all.curves) {
    if (curves.name == "speckle") found.curves = curves;
  }
  for (const Quantity& number : all.numbers) {
    if (number.name == "speckle size") found.width = number.value;
  }
  for (const Map2& map : all.maps) {
    if (map.name == "speckle_size") found.map.assign(map.values.begin(), map.values.end());
  }
  return found;
}

// 9 patterns of an annulus with some 100 speckles. A ring of 20 to 45 pixels holds about 25 of
// them, whose own mean is divided out: the width comes out some per cent short.
TEST(SpeckleSize, isThatOfTheFieldThatMadeIt) {
  const DatacubeShape shape = planted::patternShape(3, 3);
  MemoryDatacube cube(shape);
  for (int p = 0; p < 9; ++p) {
    cube.set(p / 3, p % 3, speckle(shape, 2.5, static_cast<std::uint64_t>(p)));
  }
  const Found found = reduced(cube);
  const double expected = 2 * 2.5 * std::sqrt(2 * std::log(2.0)) * 0.02;
  EXPECT_NEAR(found.width, expected, 0.12 * expected);
  ASSERT_EQ(found.map.size(), 9u);
  for (const double width : found.map) EXPECT_NEAR(width, expected, 0.35 * expected);
  ASSERT_GE(found.curves.x.size(), 6u);
  EXPECT_NEAR(found.curves.x[3], 0.06, 1e-12);
  // The variance of an exponential intensity is 1.
  EXPECT_NEAR(found.curves.curves[0].y[0], 1, 0.2);
  EXPECT_NEAR(found.curves.curves[0].y[3] / found.curves.curves[0].y[0],
              std::exp(-9 / (2 * 2.5 * 2.5)), 0.1);
  EXPECT_GT(found.curves.curves[0].error[3], 0);
}

// Noise of single pixels raises the variance and leaves the width as it is.
TEST(SpeckleSize, doesNotTakeNoiseOfPixelsForSpeckle) {
  const DatacubeShape shape = planted::patternShape(2, 2);
  MemoryDatacube clean(shape), noisy(shape);
  for (int p = 0; p < 4; ++p) {
    Array2<float> pattern = speckle(shape, 2.5, static_cast<std::uint64_t>(p));
    clean.set(p / 2, p % 2, pattern);
    Random random(42, "pixel_noise", static_cast<std::uint64_t>(p));
    double mean = 0;
    for (const float v : pattern) mean += v / static_cast<double>(pattern.size());
    for (float& v : pattern) {
      v = static_cast<float>(mean / 2 * static_cast<double>(random.poisson(2 * v / mean)));
    }
    noisy.set(p / 2, p % 2, pattern);
  }
  const Found one = reduced(clean), other = reduced(noisy);
  EXPECT_GT(other.curves.curves[0].y[0], 1.3 * one.curves.curves[0].y[0]);
  EXPECT_NEAR(other.width, one.width, 0.12 * one.width);
}

// No speckle at all: no width is made up.
TEST(SpeckleSize, ofSmoothPatternsIsNotKnown) {
  const DatacubeShape shape = planted::patternShape(2, 2);
  MemoryDatacube cube(shape);
  for (int p = 0; p < 4; ++p) {
    cube.set(p / 2, p % 2, planted::pattern(shape, [](double, double) { return 1e-5; }));
  }
  for (const double width : reduced(cube).map) EXPECT_TRUE(std::isnan(width));
}

// Every pair of pixels, one after the other.
std::vector<double> covarianceByPairs(const PatternContext& context, const Array2<double>& pattern,
                                      int lags) {
  const DiffractionGrid& grid = context.grid;
  const std::vector<double> mean = grid.ringMeans(pattern);
  struct Pixel {
    int x, y;
    double value;
  };
  std::vector<Pixel> pixels;
  for (int x = 0; x < grid.nx(); ++x) {
    for (int y = 0; y < grid.ny(); ++y) {
      const auto i = static_cast<std::size_t>(x * grid.ny() + y);
      if (grid.k(i) < context.settings.ringInner_invA ||
          grid.k(i) >= context.settings.ringOuter_invA)
        continue;
      const double level = mean[static_cast<std::size_t>(grid.ringOf(i))];
      if (level > 0) pixels.push_back({x, y, pattern[i] / level - 1});
    }
  }
  std::vector<double> sum(static_cast<std::size_t>(lags) + 1), pairs(sum);
  for (std::size_t a = 0; a < pixels.size(); ++a) {
    for (std::size_t b = a; b < pixels.size(); ++b) {
      const long lag =
          std::lround(std::hypot(pixels[b].x - pixels[a].x, pixels[b].y - pixels[a].y));
      if (lag > lags) continue;
      sum[static_cast<std::size_t>(lag)] += pixels[a].value * pixels[b].value;
      pairs[static_cast<std::size_t>(lag)] += 1;
    }
  }
  for (std::size_t i = 0; i < sum.size(); ++i) sum[i] /= pairs[i];
  return sum;
}

// Rows are multiplied as a whole; where rings are dark their pairs do not count. The pattern is no
// square, so that rows and columns cannot be exchanged.
TEST(SpeckleSize, countsEveryPairOnceAlsoWhereRingsAreDark) {
  constexpr int kLags = 12;
  DatacubeShape shape = planted::patternShape(1, 1, 30);
  shape.qy = 36;
  PatternContext context{shape, DiffractionGrid(shape), Array2<double>(30, 36), {}};
  context.settings.ringInner_invA = 0.1;
  context.settings.ringOuter_invA = 0.28;
  const auto signal = makeSpeckleSize(context);
  for (const bool dark : {false, true}) {
    Random random(7, "pairs", 0);
    Array2<double> pattern(30, 36);
    for (std::size_t i = 0; i < pattern.size(); ++i) {
      const double value = random.uniform();
      pattern[i] = dark && context.grid.ringOf(i) == 9 ? 0 : value;
    }
    const std::vector<double> measured = signal->measure(pattern);
    const std::vector<double> expected = covarianceByPairs(context, pattern, kLags);
    ASSERT_EQ(measured.size(), expected.size() + 1);  // the width stands first
    for (int lag = 0; lag <= kLags; ++lag) {
      // Sums of some ten thousand products, in another order.
      EXPECT_NEAR(measured[static_cast<std::size_t>(lag) + 1],
                  expected[static_cast<std::size_t>(lag)], 1e-13)
          << "lag " << lag << (dark ? ", a dark ring" : "");
    }
  }
}

}  // namespace
}  // namespace glasscope::compare
