#include "core/system/Printable.h"

#include <gtest/gtest.h>

#include "core/system/Error.h"

namespace glasscope {
namespace {

using namespace std::string_literals;

TEST(Printable, showsControlCharactersAndLeavesTheRest) {
  EXPECT_EQ(printable("a\0b"s), "a\\x00b");
  EXPECT_EQ(printable("\x1b[31mred\x7f\r"), "\\x1b[31mred\\x7f\\x0d");
  EXPECT_EQ(printable("two\nlines\tand \u00e5ngstr\u00f6m \u4e2d"),
            "two\nlines\tand \u00e5ngstr\u00f6m \u4e2d");
  EXPECT_EQ(printable("\u009b2J\u00a0"), "\\u009b2J\u00a0");  // what terminals take for ESC [
  EXPECT_EQ(printable("\xc2"), "\xc2");
}

TEST(Printable, noByteOfAFileCutsAMessage) {
  const Error error(ErrorKind::input, "Cannot read 'a\0b'"s, "it holds \x1b", "look");
  EXPECT_STREQ(error.what(), "Cannot read 'a\\x00b': it holds \\x1b. What to do: look.");
}

TEST(Printable, aWordOfAMegabyteIsQuotedInPart) {
  const std::string word(1'000'000, 'k');
  const Error error(ErrorKind::input, "Unknown key '" + word + "'", "no key has this name", "look");
  EXPECT_LT(std::string(error.what()).size(), 3000U);
  EXPECT_EQ(std::string(error.what()).substr(1800, 5), " ... ");
  EXPECT_NE(std::string(error.what()).find("no key has this name"), std::string::npos);
}

}  // namespace
}  // namespace glasscope
