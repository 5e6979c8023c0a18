#include "core/system/Progress.h"

#include <gmock/gmock.h>

#include "core/system/Error.h"
#include "core/system/Interrupt.h"

namespace glasscope {
namespace {

TEST(Progress, aRequestedStopIsNoticedAtTheNextStepAndCountsTheWorkDone) {
  clearInterrupt();
  Progress progress("test", 10);
  progress.advance(2);
  requestInterrupt();
  try {
    progress.advance();
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::interrupted);
    EXPECT_EQ(error.exitStatus(), 130);
  }
  clearInterrupt();
  EXPECT_EQ(progress.done(), 3);
}

TEST(Progress, theEndSaysHowLongItTook) {
  clearInterrupt();
  testing::internal::CaptureStderr();
  {
    Progress progress("imaging", 4);
    progress.skip(2);
    progress.advance(2);
    progress.note("row 4");
  }
  const std::string shown = testing::internal::GetCapturedStderr();
  EXPECT_THAT(shown, testing::HasSubstr("imaging"));
  EXPECT_THAT(shown, testing::HasSubstr("100 %, done in"));
  EXPECT_THAT(shown, testing::HasSubstr("row 4"));
}

}  // namespace
}  // namespace glasscope
