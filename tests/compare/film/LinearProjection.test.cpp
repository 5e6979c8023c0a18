#include "compare/film/LinearProjection.h"

#include <numeric>

#include <gtest/gtest.h>

namespace glasscope::compare {
namespace {

Map2 grid() {
  Map2 map;
  map.values = Array2<double>(40, 60);
  map.pixel_A = {0.5, 0.25};
  map.origin_A = {-3, 2};
  return map;
}

Atoms atomsAt(const std::vector<Vec3>& positions) {
  Atoms atoms;
  atoms.box = Box::orthogonal({20, 15, 10}, {-3, 2, 0}, {false, false, false});
  for (const Vec3& r : positions) atoms.add(79, r);
  return atoms;
}

// Without a blur an atom is shared among four pixels by the areas of bilinear interpolation: at
// pixel (7.25, 11.4) a quarter of it goes along x to the next one, four tenths along y.
TEST(LinearProjection, sharesAnAtomAmongTheFourPixelsAroundIt) {
  const Map2 map = linearProjection(atomsAt({{-3 + 7.25 * 0.5, 2 + 11.4 * 0.25, 5}}), grid(), 0);
  for (int x = 0; x < map.nx(); ++x) {
    for (int y = 0; y < map.ny(); ++y) {
      const double alongX = x == 7 ? 0.75 : x == 8 ? 0.25 : 0;
      const double alongY = y == 11 ? 0.6 : y == 12 ? 0.4 : 0;
      EXPECT_NEAR(map.values(x, y), alongX * alongY, 1e-12) << x << ' ' << y;
    }
  }
}

// A normalised Gaussian moves atoms about and loses none, and its variance is what was asked for on
// both axes. The sampled Gaussian of 2 and 4 pixels is cut at five deviations (1e-5 of its
// variance); sharing adds less than a quarter of a pixel's square.
TEST(LinearProjection, keepsTheNumberOfAtomsAndSpreadsThemByOneGaussian) {
  const Map2 map = linearProjection(atomsAt({{6, 9, 1}, {7, 9, 8}, {6.5, 9.5, 4}}), grid(), 1);
  EXPECT_NEAR(std::accumulate(map.values.begin(), map.values.end(), 0.0), 3, 1e-5);

  const Map2 one = linearProjection(atomsAt({{6, 9, 1}}), grid(), 1);
  Vec2 mean(0, 0), square(0, 0);
  for (int x = 0; x < one.nx(); ++x) {
    for (int y = 0; y < one.ny(); ++y) {
      const Vec2 r = one.origin_A + Vec2(x * one.pixel_A.x(), y * one.pixel_A.y());
      mean += one.values(x, y) * r;
      square += one.values(x, y) * r.cwiseProduct(r);
    }
  }
  EXPECT_LT((mean - Vec2(6, 9)).norm(), 1e-3);
  EXPECT_LT((square - mean.cwiseProduct(mean) - Vec2(1, 1)).norm(), 1e-3);
}

TEST(LinearProjection, leavesOutWhatLiesBesideTheMap) {
  const Map2 map = linearProjection(atomsAt({{-4, 9, 1}, {6, 30, 1}}), grid(), 0);
  for (const double value : map.values) EXPECT_EQ(value, 0);
}

}  // namespace
}  // namespace glasscope::compare
