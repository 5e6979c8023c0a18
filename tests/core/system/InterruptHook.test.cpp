#include "core/system/InterruptHook.h"

#include <csignal>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "core/system/Interrupt.h"
#include "core/system/InterruptibleFor.h"

namespace glasscope {
namespace {

int calls = 0;

TEST(InterruptHook, isCalledByTheSignalForTheTimeOfItsLife) {
  clearInterrupt();
  calls = 0;
  InterruptHook::call();
  EXPECT_EQ(calls, 0);
  {
    const InterruptHook hook([] { ++calls; });
    EXPECT_THROW(InterruptHook([] { ++calls; }), Error) << "one at a time";
    installInterruptHandlers();
    std::raise(SIGTERM);
    EXPECT_EQ(calls, 1);
    EXPECT_TRUE(interruptRequested());
  }
  InterruptHook::call();
  EXPECT_EQ(calls, 1);
  clearInterrupt();
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

TEST(InterruptibleFor, doesAllOrEndsBetweenTwoIndices) {
  clearInterrupt();
  std::int64_t done = 0;
  const int threads = threadCount();
  setThreadCount(1);
  interruptibleFor(5, [&](std::int64_t, int) { ++done; });
  EXPECT_EQ(done, 5);
  try {
    interruptibleFor(5, [&](std::int64_t index, int) {
      ++done;
      if (index == 1) requestInterrupt();
    });
    ADD_FAILURE() << "nothing stopped it";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::interrupted);
  }
  EXPECT_EQ(done, 7);
  setThreadCount(threads);
  clearInterrupt();
}

}  // namespace
}  // namespace glasscope
