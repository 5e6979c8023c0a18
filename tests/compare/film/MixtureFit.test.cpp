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

}  // namespace
}  // namespace glasscope::compare
