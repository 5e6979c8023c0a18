#include "compare/film/FittedGaussian.h"

#include <cmath>

#include <gtest/gtest.h>

namespace glasscope::compare {
namespace {

// A column of an atom that is 0.8 angstrom wide by itself, blurred by `sigma_A` more.
Map2 column(double sigma_A) {
  Map2 map;
  map.pixel_A = {0.5, 0.5};
  map.values = Array2<double>(25, 21);
  const double square = 0.8 * 0.8 + sigma_A * sigma_A;
  for (int x = 0; x < 25; ++x)
    for (int y = 0; y < 21; ++y)
      map.values(x, y) =
          3 +
          2 * std::exp(-(std::pow(0.5 * (x - 11), 2) + std::pow(0.5 * (y - 9), 2)) / square / 2);
  return map;
}

TEST(FittedGaussian, isTheWidthThatMadeTheMap) {
  const Mask all(25, 21, 1);
  for (const double sigma_A : {0.4, 1.1, 1.9})
    EXPECT_NEAR(fittedGaussian_A(column, column(sigma_A), all), sigma_A, 2e-3);
}

// Of the pixels of the mask alone, and up to two angstrom.
TEST(FittedGaussian, looksAtTheMaskAndNoFartherThanTwoAngstrom) {
  Mask mask(25, 21, 1);
  Map2 map = column(0.7);
  for (int y = 0; y < 21; ++y) {
    mask(3, y) = 0;
    map.values(3, y) = 50.0 * y;
  }
  EXPECT_NEAR(fittedGaussian_A(column, map, mask), 0.7, 2e-3);
  EXPECT_NEAR(fittedGaussian_A(column, column(2.6), Mask(25, 21, 1)), 2, 2e-3);
}

}  // namespace
}  // namespace glasscope::compare
