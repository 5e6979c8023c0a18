#include "compare/images/Heterogeneity.h"

#include <cmath>

#include <gtest/gtest.h>

#include "compare/images/GaussianBlur.h"
#include "compare/statistics/ScanBlocks.h"
#include "compare/truth/TruthMap.h"
#include "core/math/Random.h"
#include "core/system/Error.h"
#include "tests/compare/Planted.h"

namespace glasscope::compare {
namespace {

// 40,000 atoms without any correlation, seen by a Gaussian probe: the autocorrelation is that of
// the probe, exp(-r^2 / 4 sigma^2), so 1/e at 2 sigma. 120^2 / (4 pi sigma^2) = 700 cells: 4 %
// noise.
TEST(Heterogeneity, ofUncorrelatedAtomsHasTheLengthOfTheProbe) {
  Atoms atoms;
  atoms.box = Box::orthogonal({120, 120, 10}, {0, 0, 0}, {true, true, false});
  Random random(21, "atoms");
  for (int i = 0; i < 40000; ++i)
    atoms.add(29, {120 * random.uniform(), 120 * random.uniform(), 5});
  const double fwhm = 3, sigma = fwhm / (2 * std::sqrt(2 * std::log(2.0)));
  const Map2 map = TruthMap({240, 240, {0.5, 0.5}, {0, 0}, true}, ProbeKernel::gaussian(fwhm))
                       .arealDensity(atoms);
  const Heterogeneity found = heterogeneity(map);
  EXPECT_NEAR(found.correlationLength_A, 2 * sigma, 0.06 * 2 * sigma);
  EXPECT_NEAR(found.fwhm_A, 4 * sigma * std::sqrt(std::log(2.0)), 0.06 * found.fwhm_A);
  // Campbell: variance / mean^2 = 1 / (density * 4 pi sigma^2).
  const double expected = 1 / std::sqrt(40000 / 14400.0 * 4 * M_PI * sigma * sigma);
  EXPECT_NEAR(found.relativeSigma, expected, 0.06 * expected);
}

Map2 lumpy(double amplitude) {
  Map2 map = planted::smoothNoise(128, 3, 22, 0, false);
  double square = 0;
  for (const double v : map.values) square += v * v / static_cast<double>(map.values.size());
  for (double& v : map.values) v = 0.1 * (1 + amplitude * v / std::sqrt(square));
  return map;
}

TEST(Heterogeneity, subtractsShotNoise) {
  Map2 map = lumpy(0.05);
  const Heterogeneity clean = heterogeneity(map);
  Random random(23, "dose");
  const double electrons = 4000;  // 400 counts a pixel: noise of 5 %, as strong as the signal
  for (double& v : map.values) v = static_cast<double>(random.poisson(v * electrons)) / electrons;
  HeterogeneitySettings settings;
  settings.electronsPerPixel = electrons;
  const Heterogeneity noisy = heterogeneity(map, settings);
  EXPECT_GT(heterogeneity(map).relativeSigma, 1.3 * clean.relativeSigma);
  EXPECT_NEAR(noisy.relativeSigma, clean.relativeSigma, 0.03 * clean.relativeSigma);
  EXPECT_NEAR(noisy.correlationLength_A, clean.correlationLength_A,
              0.05 * clean.correlationLength_A);
}

// The map's lumps are nearly Gaussian (skewness +-0.1); squares of them are not. The third moment
// of 10 counts a pixel adds (3 var + 1/10) / 10 to that of the map, more than there is.
TEST(Heterogeneity, subtractsShotNoiseFromTheSkewness) {
  Map2 still = lumpy(0.15);
  for (double& v : still.values) v = 0.1 * std::pow(v / 0.1, 2);
  const Heterogeneity clean = heterogeneity(still);
  HeterogeneitySettings settings;
  settings.electronsPerPixel = 100;
  double subtracted = 0, plain = 0;
  constexpr int kRecordings = 8;
  for (int k = 0; k < kRecordings; ++k) {
    Map2 map = still;
    Random random(24, "dose", static_cast<std::uint64_t>(k));
    for (double& v : map.values) {
      v = static_cast<double>(random.poisson(v * settings.electronsPerPixel)) /
          settings.electronsPerPixel;
    }
    const Heterogeneity noisy = heterogeneity(map, settings);
    EXPECT_NEAR(noisy.relativeSigma, clean.relativeSigma, 0.05 * clean.relativeSigma);
    subtracted += (noisy.skewness - clean.skewness) / kRecordings;
    plain += (heterogeneity(map).skewness - clean.skewness) / kRecordings;
  }
  // 16,384 pixels of 10 counts: the third moment is known to sqrt(15 / 16384) 0.44^3 =
  // 0.0026, over sigma^3 = 0.03 that is 0.1 for one recording, and three times 0.035
  // for the mean of eight. Seen: -0.044 with the noise subtracted, 0.200 without.
  EXPECT_NEAR(subtracted, 0, 0.105);
  EXPECT_GT(std::abs(plain), 0.15);
}

// Independent pixels: the jackknife error of sigma is that of theory, sigma / sqrt(2 n) for normal
// numbers (16 blocks know an error to 18 %), and the error of the length is small beside a pixel.
TEST(Heterogeneity, errorsAreThoseOfIndependentPixels) {
  Map2 map = lumpy(0.05);
  Random random(25, "pixels");
  for (double& v : map.values) v = 0.1 * (1 + 0.05 * random.normal());
  const Heterogeneity found = heterogeneity(map);
  EXPECT_NEAR(found.relativeSigmaError, 0.05 / std::sqrt(2.0 * 128 * 128), 0.6 * 0.05 / 181);
  EXPECT_NEAR(found.skewnessError, std::sqrt(6.0 / (128 * 128)), 0.6 * std::sqrt(6.0) / 128);
  EXPECT_LT(found.correlationLengthError_A, 0.05);
}

TEST(Heterogeneity, saysWhenShotNoiseIsAllThatVaries) {
  Map2 map = lumpy(0.05);
  Random random(26, "dose");
  const double electrons = 40;  // 4 counts a pixel
  for (double& v : map.values) v = static_cast<double>(random.poisson(4)) / electrons;
  HeterogeneitySettings settings;
  settings.electronsPerPixel = 1.05 * electrons;  // a little less noise than there is
  EXPECT_GT(heterogeneity(map, settings).relativeSigma, 0);
  settings.electronsPerPixel = 0.9 * electrons;  // more noise than there is
  const Heterogeneity found = heterogeneity(map, settings);
  EXPECT_EQ(found.relativeSigma, 0);
  EXPECT_TRUE(std::isnan(found.skewness));
  EXPECT_TRUE(std::isnan(found.correlationLength_A));
  const Findings findings = findingsOf(found, "haadf");
  EXPECT_TRUE(findings.curves.empty());
  EXPECT_NE(findings.numbers[0].note.find("no more than its electrons"), std::string::npos);
}

TEST(Heterogeneity, saysItselfAsCurveAndNumbers) {
  HeterogeneitySettings settings;
  settings.background_A = 15;
  const Heterogeneity h = heterogeneity(lumpy(0.05), settings);
  const Findings findings = findingsOf(h, "haadf");
  EXPECT_EQ(findings.scan, "haadf");
  ASSERT_EQ(findings.curves.size(), 1u);
  EXPECT_EQ(findings.curves[0].x, h.radius_A);
  EXPECT_EQ(findings.curves[0].curves[0].y, h.autocorrelation);
  EXPECT_NE(findings.curves[0].description.find("15 angstrom"), std::string::npos);
  ASSERT_EQ(findings.numbers.size(), 4u);
  EXPECT_EQ(findings.numbers[2].value, h.correlationLength_A);
  EXPECT_EQ(findings.numbers[2].error, h.correlationLengthError_A);
  EXPECT_EQ(findings.numbers[3].value, h.fwhm_A);
  EXPECT_GT(findings.numbers[0].error, 0);
}

TEST(Heterogeneity, dividesASlowBackgroundOut) {
  Map2 map = lumpy(0.05);
  const double flat = heterogeneity(map).relativeSigma;
  for (int x = 0; x < 128; ++x) {
    for (int y = 0; y < 128; ++y) map.values(x, y) *= 1 + 0.5 * x / 128.0;
  }
  HeterogeneitySettings settings;
  settings.background_A = 15;
  EXPECT_GT(heterogeneity(map).relativeSigma, 2 * flat);
  // The blur also takes 1/(1 + 2 * 25 / 3)^... of the lumps: about a tenth of sigma at 15 to 3.
  EXPECT_NEAR(heterogeneity(map, settings).relativeSigma, flat, 0.12 * flat);
}

TEST(Heterogeneity, doesNotDependOnTheUnit) {
  Map2 map = lumpy(0.05);
  const Heterogeneity one = heterogeneity(map);
  for (double& v : map.values) v *= 1e4;
  const Heterogeneity other = heterogeneity(map);
  EXPECT_NEAR(one.relativeSigma, other.relativeSigma, 1e-10);
  EXPECT_NEAR(one.skewness, other.skewness, 1e-8);
}

TEST(Heterogeneity, refusesConstantMaps) {
  Map2 map = lumpy(0.05);
  for (double& v : map.values) v = 1;
  EXPECT_THROW(heterogeneity(map), Error);
  for (double& v : map.values) v = std::nan("");
  EXPECT_THROW(heterogeneity(map), Error);
}

// 13 x 9 pixels of 0.5 x 0.8 angstrom with two that are none, by the definitions and without a
// transform: moments less those of the electrons (cumulants of Poisson numbers), pairs of pixels
// class by class, and the lengths between the classes by hand.
TEST(Heterogeneity, isWhatItsDefinitionSaysForAnyShapeAndEdge) {
  for (const bool periodic : {false, true}) {
    const Map2 noise = planted::smoothNoise(16, 1.2, 31, 0, false);
    Map2 map;
    map.pixel_A = {0.5, 0.8};
    map.periodic = periodic;
    map.values = Array2<double>(13, 9);
    for (int x = 0; x < 13; ++x)
      for (int y = 0; y < 9; ++y) map.values(x, y) = 4 * std::exp(0.15 * noise.values(x, y));
    map.values(2, 3) = map.values(12, 0) = std::nan("");
    HeterogeneitySettings settings;
    settings.electronsPerPixel = 40;
    const Heterogeneity found = heterogeneity(map, settings);

    double mean = 0, second = 0, third = 0;
    for (const double v : map.values) mean += std::isfinite(v) ? v / 115 : 0;
    const auto relative = [&](int x, int y) { return map.values(x, y) / mean - 1; };
    for (const double v : map.values) {
      if (!std::isfinite(v)) continue;
      second += std::pow(v / mean - 1, 2) / 115;
      third += std::pow(v / mean - 1, 3) / 115;
    }
    const double noise2 = 1 / (40 * mean), variance = second - noise2;
    EXPECT_NEAR(found.relativeSigma, std::sqrt(variance), 1e-12);
    EXPECT_NEAR(found.skewness,
                (third - 3 * variance * noise2 - noise2 * noise2) / std::pow(variance, 1.5), 1e-9);

    // Classes of the coarser pixel up to half of the shorter side, 3.25 angstrom; of a periodic map
    // by the shortest way.
    std::vector<double> sum(5), pairs(5), radius(5);
    for (int x = 0; x < 13; ++x) {
      for (int y = 0; y < 9; ++y) {
        for (int i = 0; i < 13; ++i) {
          for (int j = 0; j < 9; ++j) {
            int dx = i - x, dy = j - y;
            if (periodic) dx -= 13 * static_cast<int>(std::lround(dx / 13.0));
            if (periodic) dy -= 9 * static_cast<int>(std::lround(dy / 9.0));
            const double r = std::hypot(0.5 * dx, 0.8 * dy),
                         product = relative(x, y) * relative(i, j);
            const auto k = static_cast<std::size_t>(std::lround(r / 0.8));
            if (k >= 5 || !std::isfinite(product)) continue;
            sum[k] += product;
            pairs[k] += 1;
            radius[k] += r;
          }
        }
      }
    }
    ASSERT_EQ(found.radius_A.size(), 5u);
    EXPECT_EQ(found.autocorrelation[0], 1);
    for (std::size_t k = 1; k < 5; ++k) {
      EXPECT_NEAR(found.radius_A[k], radius[k] / pairs[k], 1e-9);
      EXPECT_NEAR(found.autocorrelation[k], sum[k] / pairs[k] / variance, 1e-9);
    }
    const auto crossing = [&](double level) {
      for (std::size_t k = 1; k < 5; ++k) {
        const double above = found.autocorrelation[k - 1], below = found.autocorrelation[k];
        if (below >= level) continue;
        const double part = (above - level) / (above - below);
        return (1 - part) * found.radius_A[k - 1] + part * found.radius_A[k];
      }
      return -1.0;
    };
    ASSERT_GT(crossing(0.3), found.radius_A[1]) << "not between the first two";
    EXPECT_NEAR(found.correlationLength_A, crossing(std::exp(-1)), 1e-12);
    EXPECT_NEAR(found.fwhm_A, 2 * crossing(0.5), 1e-12);
  }
}

// The errors are those of leaving out one block of pixels at a time, which is the map with holes.
TEST(Heterogeneity, errorsAreThoseOfMapsWithoutABlock) {
  const Map2 noise = planted::smoothNoise(24, 1.5, 33, 0, false);
  Map2 map;
  map.values = Array2<double>(21, 14);
  for (int x = 0; x < 21; ++x)
    for (int y = 0; y < 14; ++y) map.values(x, y) = 4 * std::exp(0.2 * noise.values(x, y));
  const ScanBlocks blocks(21, 14);
  ASSERT_EQ(blocks.count(), 16);
  std::vector<std::vector<double>> leftOut;
  for (int block = 0; block < 16; ++block) {
    Map2 rest = map;
    for (int x = 0; x < 21; ++x)
      for (int y = 0; y < 14; ++y)
        if (blocks.of(x, y) == block) rest.values(x, y) = std::nan("");
    const Heterogeneity h = heterogeneity(rest);
    leftOut.push_back({h.relativeSigma, h.skewness, h.correlationLength_A, h.fwhm_A});
  }
  const std::vector<double> errors = jackknifeErrors(leftOut);
  const Heterogeneity found = heterogeneity(map);
  EXPECT_NEAR(found.relativeSigmaError, errors[0], 1e-12);
  EXPECT_NEAR(found.skewnessError, errors[1], 1e-10);
  EXPECT_NEAR(found.correlationLengthError_A, errors[2], 1e-9);
  EXPECT_NEAR(found.fwhmError_A, errors[3], 1e-9);
  for (const double error : errors) EXPECT_GT(error, 1e-3);
}

// A background that is divided out is the blurred map, and what is left has the mean of before, as
// the electrons are counted in it.
TEST(Heterogeneity, theBackgroundIsTheBlurredMap) {
  Map2 map = lumpy(0.2);
  HeterogeneitySettings settings;
  settings.background_A = 9;
  settings.electronsPerPixel = 3000;
  const Heterogeneity found = heterogeneity(map, settings);
  const Map2 slow = gaussianBlur(map, 9);
  double mean = 0;
  for (const double v : map.values) mean += v / static_cast<double>(map.values.size());
  for (std::size_t i = 0; i < map.values.size(); ++i) map.values[i] *= mean / slow.values[i];
  settings.background_A = 0;
  const Heterogeneity divided = heterogeneity(map, settings);
  EXPECT_NEAR(found.relativeSigma, divided.relativeSigma, 1e-12);
  EXPECT_NEAR(found.skewness, divided.skewness, 1e-9);
  EXPECT_NEAR(found.relativeSigmaError, divided.relativeSigmaError, 1e-12);
  EXPECT_NEAR(found.correlationLength_A, divided.correlationLength_A, 1e-9);
}

}  // namespace
}  // namespace glasscope::compare
