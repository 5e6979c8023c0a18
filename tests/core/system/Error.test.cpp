#include "core/system/Error.h"

#include <gmock/gmock.h>

namespace glasscope {
namespace {

TEST(Error, theMessageSaysWhatWhyAndWhatToDo) {
  const Error error(ErrorKind::input, "Cannot read 'x.dump'", "it ends too early", "copy it again");
  EXPECT_STREQ(error.what(), "Cannot read 'x.dump': it ends too early. What to do: copy it again.");
  EXPECT_EQ(error.exitStatus(), 3);
}

TEST(Error, aQuestionKeepsItsMark) {
  const Error error(ErrorKind::usage, "Unknown key 'a'", "", "did you mean 'b'?");
  EXPECT_STREQ(error.what(), "Unknown key 'a'. What to do: did you mean 'b'?");
}

TEST(Error, aBrokenContractNamesItsPlace) {
  try {
    GLASSCOPE_ENSURE(1 + 1 == 3, "arithmetic");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::internal);
    EXPECT_THAT(error.what(), testing::HasSubstr("Error.test.cpp"));
    EXPECT_THAT(error.what(), testing::HasSubstr("1 + 1 == 3"));
  }
}

}  // namespace
}  // namespace glasscope
