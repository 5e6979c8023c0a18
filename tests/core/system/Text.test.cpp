#include "core/system/Text.h"

#include <gmock/gmock.h>

#include "core/system/Error.h"

namespace glasscope {
namespace {

TEST(Text, wordsAreSeparatedByAnyWhiteSpace) {
  EXPECT_THAT(splitWords("  a\tbc   d\r"), testing::ElementsAre("a", "bc", "d"));
  EXPECT_TRUE(splitWords(" \t").empty());
}

TEST(Text, splittingKeepsEmptyParts) {
  EXPECT_THAT(split("a,,b,", ','), testing::ElementsAre("a", "", "b", ""));
}

TEST(Text, numbersMustBeWholeWordsAndFinite) {
  EXPECT_EQ(parseNumber("-1.5e3", "x"), -1500);
  EXPECT_EQ(parseNumber("+2", "x"), 2);
  EXPECT_EQ(parseNumber("0", "x"), 0);
  for (const char* bad : {"", "1.5x", "nan", "inf", "1e999", "--1", "0x10"}) {
    EXPECT_THROW(parseNumber(bad, "file.dump, line 3"), Error) << bad;
  }
  EXPECT_EQ(parseInteger("42", "x"), 42);
  EXPECT_THROW(parseInteger("4.2", "x"), Error);
}

TEST(Text, theErrorOfANumberSaysWhereItStands) {
  try {
    parseNumber("abc", "file.dump, line 3");
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(),
                testing::AllOf(testing::HasSubstr("abc"), testing::HasSubstr("line 3")));
  }
}

TEST(Text, theNearestNameIsFoundAndNonsenseIsNot) {
  const std::vector<std::string> keys = {"cooling_rate_K_per_s", "semiangle_mrad", "voltage_kV"};
  EXPECT_EQ(nearestName("voltage_kv", keys), "voltage_kV");
  EXPECT_EQ(nearestName("semi_angle_mrad", keys), "semiangle_mrad");
  EXPECT_EQ(nearestName("zzzz", keys), "");
  EXPECT_EQ(nearestName("Q", {"H", "He"}), "");
  EXPECT_EQ(nearestName("", {"H", "He"}), "");
  EXPECT_EQ(nearestName("Zx", {"H", "Zr"}), "Zr");
}

TEST(Text, durationsAndSizesAreForPeople) {
  EXPECT_EQ(formatDuration(3.14159), "3.1 s");
  EXPECT_EQ(formatDuration(93), "1 min 33 s");
  EXPECT_EQ(formatDuration(7260), "2 h 01 min");
  EXPECT_EQ(formatBytes(100), "100 B");
  EXPECT_EQ(formatBytes(1536), "1.5 KiB");
}

}  // namespace
}  // namespace glasscope
