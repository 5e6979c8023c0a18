#include "core/maps/SquarePixels.h"

#include <numeric>

#include <gtest/gtest.h>

namespace glasscope {
namespace {

TEST(SquarePixels, leavesSquarePixelsAsTheyAre) {
  Array2<float> pattern(5, 4);
  std::iota(pattern.begin(), pattern.end(), 1.0F);
  const Array2<float> same = onSquarePixels(pattern, 0.02, 0.02);
  ASSERT_EQ(same.nx(), 5);
  ASSERT_EQ(same.ny(), 4);
  for (int x = 0; x < 5; ++x)
    for (int y = 0; y < 4; ++y) EXPECT_EQ(same(x, y), pattern(x, y));
}

// By hand: pixels of half the side about pixel n / 2 go into it whole, their neighbours by halves.
TEST(SquarePixels, sharesIntensityOutByArea) {
  Array2<float> pattern(1, 8);
  for (int y = 0; y < 8; ++y) pattern(0, y) = static_cast<float>(1 << y);
  const Array2<float> square = onSquarePixels(pattern, 0.04, 0.02);
  // Middle of pixel 4; to the left 4.5 halves reach over 1 whole pixel more, to the right 3.5 over
  // 1 more.
  ASSERT_EQ(square.ny(), 3);
  EXPECT_FLOAT_EQ(square(0, 0), 2 / 2 + 4 + 8 / 2.0F);
  EXPECT_FLOAT_EQ(square(0, 1), 8 / 2 + 16 + 32 / 2.0F);
  EXPECT_FLOAT_EQ(square(0, 2), 32 / 2 + 64 + 128 / 2.0F);
}

// A field of equal density has the same intensity in every pixel, by their area, whatever the two
// steps; a spot at the zero frequency stays there; the axes do the same.
TEST(SquarePixels, keepsDensityAndTheZeroFrequency) {
  for (const double ratio : {0.3, 0.5, 0.77, 0.999}) {
    Array2<float> flat(31, 24);
    std::fill(flat.begin(), flat.end(), 1.0F);
    const Array2<float> square = onSquarePixels(flat, ratio, 1);
    EXPECT_EQ(square.ny(), 24);
    for (const float value : square) EXPECT_NEAR(value, 1 / ratio, 1e-5);
    Array2<float> spot(31, 24);
    spot(15, 12) = 1;
    const Array2<float> moved = onSquarePixels(spot, ratio, 1);
    EXPECT_FLOAT_EQ(moved(moved.nx() / 2, moved.ny() / 2), 1) << ratio;
    Array2<float> turned(24, 31);
    for (int x = 0; x < 24; ++x)
      for (int y = 0; y < 31; ++y) turned(x, y) = static_cast<float>(x + 100 * y);
    Array2<float> straight(31, 24);
    for (int x = 0; x < 24; ++x)
      for (int y = 0; y < 31; ++y) straight(y, x) = turned(x, y);
    const Array2<float> one = onSquarePixels(turned, 1, ratio),
                        other = onSquarePixels(straight, ratio, 1);
    for (int x = 0; x < one.nx(); ++x)
      for (int y = 0; y < one.ny(); ++y) EXPECT_FLOAT_EQ(one(x, y), other(y, x));
  }
}

TEST(SquarePixels, countsThePixelsThatAreCoveredInFull) {
  EXPECT_EQ(coveredPixels(8, 1, 1), 8);
  EXPECT_EQ(coveredPixels(9, 1, 3), 3);
  EXPECT_EQ(coveredPixels(8, 1, 2), 3);
  EXPECT_EQ(coveredPixels(1, 1, 50), 1);
}

}  // namespace
}  // namespace glasscope
