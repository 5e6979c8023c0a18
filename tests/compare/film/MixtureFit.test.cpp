#include "compare/film/MixtureFit.h"

#include <cmath>

#include <gtest/gtest.h>

#include "compare/images/GaussianBlur.h"
#include "core/math/Random.h"
#include "core/system/Error.h"
#include "tests/compare/Planted.h"

namespace glasscope::compare {
namespace {

// Pixels of 0.5 angstrom; the noise is smooth over `sigma` of them.
Map2 noise(int n, std::uint64_t stream, double sigma) {
  Map2 map = planted::smoothNoise(n, sigma, 7, stream, false);
  map.pixel_A = {0.5, 0.5};
  return map;
}

std::vector<Map2> threeParts() {
  std::vector<Map2> parts;
  for (const std::uint64_t seed : {1, 2, 3}) {
    parts.push_back(noise(48, seed, 0.8));
    for (double& v : parts.back().values) v = 5 + v;
  }
  return parts;
}

Map2 mixed(const std::vector<Map2>& parts, const std::vector<double>& weights, double sigma_A) {
  Map2 sum = parts.front();
  for (std::size_t i = 0; i < sum.values.size(); ++i) {
    sum.values[i] = 0;
    for (std::size_t p = 0; p < parts.size(); ++p) sum.values[i] += weights[p] * parts[p].values[i];
  }
  return gaussianBlur(sum, sigma_A, BlurEdge::reflected);
}

// The kernel is one of the widths, so the model can be met exactly; the ridge of 1e-4 shrinks it by
// a little.
TEST(MixtureFit, findsThePlantedWeightsScaleAndOffset) {
  const std::vector<Map2> parts = threeParts();
  Map2 measured = mixed(parts, {0.2, 0, 0.8}, 0.9);
  for (double& v : measured.values) v = 300 + 40 * v;
  const MixtureModel model(parts);
  const MixtureFit fit = model.fit(measured, Mask(48, 48, 1));
  EXPECT_NEAR(fit.weights[0], 0.2, 0.01);
  EXPECT_NEAR(fit.weights[1], 0, 0.01);
  EXPECT_NEAR(fit.weights[2], 0.8, 0.01);
  EXPECT_GT(fit.correlation, 0.9999);
  const Map2 image = model.image(fit);
  double rms = 0, spread = 0;
  for (std::size_t i = 0; i < image.values.size(); ++i) {
    rms += std::pow(image.values[i] - measured.values[i], 2);
    spread += std::pow(measured.values[i] - 500, 2);
  }
  EXPECT_LT(rms, 1e-3 * spread);  // scale and offset are right, too
}

// A tail and a sharpening are no Gaussians of their own: two widths with weights of either sign,
// where the best single Gaussian cannot follow.
TEST(MixtureFit, findsKernelsThatAreNoGaussian) {
  const std::vector<Map2> parts = {threeParts().front()};
  Map2 measured = gaussianBlur(parts.front(), 0.45, BlurEdge::reflected);
  const Map2 halo = gaussianBlur(parts.front(), 1.3, BlurEdge::reflected);
  for (std::size_t i = 0; i < measured.values.size(); ++i)
    measured.values[i] = 1.5 * measured.values[i] - 0.7 * halo.values[i];
  const MixtureFit fit = MixtureModel(parts).fit(measured, Mask(48, 48, 1));
  EXPECT_EQ(fit.weights, std::vector<double>{1});
  EXPECT_GT(fit.correlation, 0.9995);
}

// A part that a map shows with the other sign cannot be had by a negative weight.
TEST(MixtureFit, neverGivesANegativeWeight) {
  const std::vector<Map2> parts = threeParts();
  const Map2 measured = mixed(parts, {1, -0.5, 0.5}, 0.65);
  const MixtureFit fit = MixtureModel(parts).fit(measured, Mask(48, 48, 1));
  EXPECT_EQ(fit.weights[1], 0);
  EXPECT_NEAR(fit.weights[0] + fit.weights[2], 1, 1e-12);
}

// Only pixels of the mask count: beyond it the map may be anything, even unknown.
TEST(MixtureFit, looksAtThePixelsOfItsMaskOnly) {
  const std::vector<Map2> parts = threeParts();
  Map2 measured = mixed(parts, {0.5, 0.5, 0}, 0.3);
  Mask left(48, 48, 0);
  for (int x = 0; x < 24; ++x) {
    for (int y = 0; y < 48; ++y) left(x, y) = 1;
  }
  const MixtureModel model(parts);
  const MixtureFit before = model.fit(measured, left);
  for (int x = 24; x < 48; ++x) {
    for (int y = 0; y < 48; ++y) measured.values(x, y) = x % 2 ? std::nan("") : 1e6;
  }
  const MixtureFit after = model.fit(measured, left);
  EXPECT_EQ(after.weights, before.weights);
  EXPECT_EQ(after.kernel, before.kernel);
}

TEST(MixtureFit, refusesWhatLeavesNothingToFit) {
  const std::vector<Map2> parts = threeParts();
  const MixtureModel model(parts);
  Map2 measured = parts.front();
  EXPECT_THROW(model.fit(measured, Mask(48, 48, 0)), Error);
  for (double& v : measured.values) v = 2;
  EXPECT_THROW(model.fit(measured, Mask(48, 48, 1)), Error);
  EXPECT_THROW(MixtureModel({}), Error);
  EXPECT_THROW(MixtureModel(std::vector<Map2>(13, parts.front())), Error);
}

// What the ridge leaves of the normal equations N k = b is a ten-thousandth of each width's own
// variance times its share of the kernel: N k + 1e-4 diag(N) k = b, with N and b of the images
// blurred here. The map has noise of its own, so that every width takes part.
TEST(MixtureFit, theRidgeIsATenThousandthOfTheVariance) {
  const Map2 part = threeParts().front();
  Map2 measured = gaussianBlur(part, 0.6, BlurEdge::reflected);
  const Map2 other = noise(48, 9, 0.8);
  for (std::size_t i = 0; i < measured.values.size(); ++i) measured.values[i] += other.values[i];
  const MixtureFit fit = MixtureModel({part}).fit(measured, Mask(48, 48, 1));
  const auto fromMean = [](Map2 map) {
    double mean = 0;
    for (const double v : map.values) mean += v / static_cast<double>(map.values.size());
    for (double& v : map.values) v -= mean;
    return map.values;
  };
  const auto covariance = [](const Array2<double>& a, const Array2<double>& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i] / static_cast<double>(a.size());
    return sum;
  };
  std::vector<Array2<double>> images;
  for (const double sigma_A : kKernelWidths_A)
    images.push_back(fromMean(gaussianBlur(part, sigma_A, BlurEdge::reflected)));
  const Array2<double> map = fromMean(measured);
  for (std::size_t i = 0; i < images.size(); ++i) {
    double left = covariance(images[i], map);
    for (std::size_t j = 0; j < images.size(); ++j)
      left -= covariance(images[i], images[j]) * fit.kernel[j];
    const double ridge = 1e-4 * covariance(images[i], images[i]) * fit.kernel[i];
    // Rounding of sums of some hundred terms of one: 1e-13, beside 1e-4 of kernels of order one.
    EXPECT_NEAR(left, ridge, 1e-10 + 1e-4 * std::abs(ridge)) << i;
    EXPECT_GT(std::abs(ridge), 1e-7) << i;
  }
}

// A map beside its own mirror image has the same covariances, whatever the number of pixels: the
// turns go on until the same share of the variance is settled.
TEST(MixtureFit, knowsNothingOfTheNumberOfPixels) {
  const auto mirrored = [](const Map2& map) {
    Map2 twice = map;
    twice.values = Array2<double>(2 * map.nx(), map.ny());
    for (int x = 0; x < map.nx(); ++x)
      for (int y = 0; y < map.ny(); ++y)
        twice.values(x, y) = twice.values(2 * map.nx() - 1 - x, y) = map.values(x, y);
    return twice;
  };
  const std::vector<Map2> parts = threeParts();
  const Map2 map = mixed(parts, {0.5, 0.3, 0.2}, 0.55);
  std::vector<Map2> twice;
  for (const Map2& part : parts) twice.push_back(mirrored(part));
  const MixtureFit one = MixtureModel(parts).fit(map, Mask(48, 48, 1));
  const MixtureFit other = MixtureModel(twice).fit(mirrored(map), Mask(96, 48, 1));
  for (std::size_t p = 0; p < 3; ++p) EXPECT_NEAR(one.weights[p], other.weights[p], 1e-6) << p;
}

}  // namespace
}  // namespace glasscope::compare
