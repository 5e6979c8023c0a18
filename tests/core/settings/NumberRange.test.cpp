#include "core/settings/NumberRange.h"

#include <gmock/gmock.h>

#include "core/system/Error.h"

namespace glasscope {
namespace {

using testing::ElementsAre;

TEST(NumberRange, includesBothEnds) {
  EXPECT_THAT(numbersOfRange("-60:60:60", "angles"), ElementsAre(-60, 0, 60));
  EXPECT_THAT(numbersOfRange("3:1:-1", "angles"), ElementsAre(3, 2, 1));
  EXPECT_THAT(numbersOfRange("2:2:1", "angles"), ElementsAre(2));
  EXPECT_THAT(numbersOfRange("0:10:4", "angles"), ElementsAre(0, 4, 8));
  EXPECT_EQ(numbersOfRange("0:1:0.1", "angles").size(), 11u) << "0.1 is none in binary";
}

TEST(NumberRange, isRefusedWhenItIsNone) {
  for (const char* text :
       {"", "1", "1:2", "1:2:0", "1:2:-1", "a:b:c", "1:2:3:4", "0:1:nan", "::"}) {
    EXPECT_THROW(numbersOfRange(text, "angles"), Error) << text;
  }
  EXPECT_THROW(numbersOfRange("0:10000:1", "angles"), Error);
  EXPECT_EQ(numbersOfRange("1:10000:1", "angles").size(), 10000u);
  try {
    numbersOfRange("1:2:0", "tilt_series.angles_deg");
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    EXPECT_THAT(error.what(), testing::HasSubstr("tilt_series.angles_deg = \"1:2:0\""));
  }
}

}  // namespace
}  // namespace glasscope
