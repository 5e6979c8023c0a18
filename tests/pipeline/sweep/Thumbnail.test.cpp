#include "pipeline/sweep/Thumbnail.h"

#include <cmath>
#include <limits>
#include <string>

#include <gtest/gtest.h>

namespace glasscope::pipeline {
namespace {

// The bytes behind base64, of which no library is at hand.
std::string decoded(const std::string& uri) {
  static const std::string kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  unsigned bits = 0;
  int count = 0;
  for (const char letter : uri.substr(uri.find(',') + 1)) {
    if (letter == '=') break;
    bits = bits << 6 | static_cast<unsigned>(kLetters.find(letter));
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push_back(static_cast<char>(bits >> count & 0xFF));
  }
  return bytes;
}

TEST(Thumbnail, isABitmapFromTheLeastToTheLargestWithYUpwards) {
  Array2<double> values(3, 2);
  for (int x = 0; x < 3; ++x)
    for (int y = 0; y < 2; ++y) values(x, y) = 10 + x + 3 * y;  // 10 ... 15
  const std::string uri = thumbnailUri(values);
  EXPECT_TRUE(uri.starts_with("data:image/bmp;base64,"));
  const std::string bytes = decoded(uri);
  ASSERT_EQ(bytes.size(), 14 + 40 + 1024 + 2 * 4) << "rows are filled up to four bytes";
  EXPECT_EQ(bytes.substr(0, 2), "BM");
  EXPECT_EQ(static_cast<unsigned char>(bytes[18]), 3) << "width";
  EXPECT_EQ(static_cast<unsigned char>(bytes[22]), 2) << "height";
  const auto pixel = [&](int x, int row) {
    return static_cast<int>(
        static_cast<unsigned char>(bytes[static_cast<std::size_t>(1078 + 4 * row + x)]));
  };
  EXPECT_EQ(pixel(0, 0), 0) << "the lowest row comes first";
  EXPECT_EQ(pixel(1, 0), 51);
  EXPECT_EQ(pixel(2, 1), 255);
}

TEST(Thumbnail, drawsUnknownAndEqualValuesDark) {
  Array2<double> values(1, 2);
  values(0, 0) = std::numeric_limits<double>::quiet_NaN();
  values(0, 1) = 7;
  const std::string bytes = decoded(thumbnailUri(values));
  EXPECT_EQ(bytes[1078], 0);
  EXPECT_EQ(bytes[1082], 0);
}

}  // namespace
}  // namespace glasscope::pipeline
