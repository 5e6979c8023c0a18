#include "core/system/Trial.h"

#include <csignal>
#include <cstdlib>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "core/system/Interrupt.h"

namespace glasscope {
namespace {

using ::testing::HasSubstr;

TEST(Trial, saysNothingOfWorkThatEnds) {
  EXPECT_EQ(faultOfTrial([] {}, 10), "");
}

TEST(Trial, leavesExceptionsToWhoeverDoesTheWorkInEarnest) {
  EXPECT_EQ(faultOfTrial([] { throw std::runtime_error("refused"); }, 10), "");
  EXPECT_EQ(faultOfTrial([] { throw 1; }, 10), "");
}

TEST(Trial, tellsHowTheWorkFellOver) {
  // A sanitizer has a handler of its own, which ends with status 1.
  const auto busError = [] {
    std::signal(SIGBUS, SIG_DFL);
    std::raise(SIGBUS);
  };
  EXPECT_THAT(faultOfTrial(busError, 10), HasSubstr("Bus error"));
  EXPECT_THAT(faultOfTrial([] { std::abort(); }, 10), HasSubstr("Aborted"));
  EXPECT_THAT(faultOfTrial([] { std::_Exit(3); }, 10), HasSubstr("exit status 3"));
}

TEST(Trial, endsWorkThatDoesNotEnd) {
  const auto forEver = [] {
    volatile unsigned turns = 0;
    while (true) turns = turns + 1;
  };
  EXPECT_THAT(faultOfTrial(forEver, 1), HasSubstr("no end within 1 s"));
}

TEST(Trial, changesNothingHere) {
  int value = 1;
  EXPECT_EQ(faultOfTrial([&] { value = 2; }, 10), "");
  EXPECT_EQ(value, 1);
}

// Ctrl-C reaches the copy as well, whose end is then no sign of damage.
TEST(Trial, isNoVerdictWhenTheProgramIsAskedToStop) {
  requestInterrupt();
  try {
    faultOfTrial([] { std::raise(SIGINT); }, 10);
    ADD_FAILURE() << "no Error was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::interrupted);
  }
  clearInterrupt();
}

}  // namespace
}  // namespace glasscope
