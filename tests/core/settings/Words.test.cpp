#include "core/settings/Words.h"

#include <array>

#include <gmock/gmock.h>

#include "core/system/Error.h"

namespace glasscope {
namespace {

enum class Shape { ring, disc, square };

constexpr auto wordsOf(Shape) {
  return std::array{Word{Shape::ring, "annulus"}, Word{Shape::ring, "ring"},
                    Word{Shape::disc, "disc"}};
}

TEST(Words, standForValuesAndTheFirstIsWritten) {
  EXPECT_EQ(valueOfWord<Shape>("disc", "kind"), Shape::disc);
  EXPECT_EQ(valueOfWord<Shape>("ring", "kind"), Shape::ring);
  EXPECT_EQ(textOf(Shape::ring), "annulus");
  EXPECT_EQ(textOf(Shape::square), "");
  EXPECT_THAT(allWords<Shape>(), testing::ElementsAre("annulus", "ring", "disc"));
}

TEST(Words, unknownOnesAreRefusedWithTheNearest) {
  try {
    valueOfWord<Shape>("dics", "haadf.kind");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    EXPECT_THAT(error.what(), testing::HasSubstr("haadf.kind = \"dics\""));
    EXPECT_THAT(error.what(), testing::HasSubstr("one of annulus, ring, disc"));
    EXPECT_THAT(error.what(), testing::HasSubstr("did you mean \"disc\"?"));
  }
  EXPECT_THROW(valueOfWord<Shape>("", "kind"), Error);
  EXPECT_THROW(valueOfWord<Shape>("Disc", "kind"), Error) << "words are lower case";
}

static_assert(Worded<Shape> && !Worded<int> && !Worded<ErrorKind>);

}  // namespace
}  // namespace glasscope
