#include "core/maps/StoredNumbers.h"

#include <cmath>
#include <cstring>
#include <limits>

#include <gtest/gtest.h>

namespace glasscope {
namespace {

TEST(Half, everyOneOfThemSurvivesTheWayToFloatAndBack) {
  for (unsigned bits = 0; bits < 65536; ++bits) {
    const float value = fromHalfBits(static_cast<std::uint16_t>(bits));
    if (!std::isnan(value)) {
      EXPECT_EQ(halfBits(value), bits);
    }
  }
}

TEST(Half, hasTheValuesOfTheStandard) {
  // IEEE 754-2008, table 3.5: least subnormal, least normal, largest.
  EXPECT_EQ(fromHalfBits(0x0001), std::ldexp(1.0F, -24));
  EXPECT_EQ(fromHalfBits(0x0400), std::ldexp(1.0F, -14));
  EXPECT_EQ(fromHalfBits(0x7bff), 65504.0F);
  EXPECT_EQ(halfBits(1.0F), 0x3c00);
  EXPECT_EQ(halfBits(-2.0F), 0xc000);
  EXPECT_EQ(halfBits(65520.0F), 0x7c00);
  EXPECT_TRUE(std::isnan(fromHalfBits(halfBits(std::numeric_limits<float>::quiet_NaN()))));
}

TEST(Half, roundsToTheNearestAndTiesToEven) {
  for (unsigned bits = 0; bits < 0x7bff; ++bits) {
    const float low = fromHalfBits(static_cast<std::uint16_t>(bits));
    const float high = fromHalfBits(static_cast<std::uint16_t>(bits + 1));
    const float middle = (low + high) / 2;  // exact in single precision
    EXPECT_EQ(halfBits(middle), bits + bits % 2);
    EXPECT_EQ(halfBits(std::nextafter(middle, low)), bits);
    EXPECT_EQ(halfBits(std::nextafter(middle, high)), bits + 1);
  }
}

TEST(StoredNumbers, singlePrecisionIsKeptBitForBit) {
  const std::vector<float> values{0.1F, -3e-30F, std::numeric_limits<float>::infinity()};
  const StoredNumbers stored = storeNumbers(values, {});
  EXPECT_EQ(std::memcmp(stored.bytes.data(), values.data(), 12), 0);
}

}  // namespace
}  // namespace glasscope
