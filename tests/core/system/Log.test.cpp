#include "core/system/Log.h"

#include <gtest/gtest.h>

namespace glasscope {
namespace {

TEST(Log, remembersWarningsUnlessItIsMuted) {
  takeWarnings();
  {
    const MutedLog outer;
    {
      const MutedLog inner;
      logWarning("not heard");
    }
    logWarning("nor this");
  }
  logWarning("heard");
  EXPECT_EQ(takeWarnings(), std::vector<std::string>{"heard"});
}

}  // namespace
}  // namespace glasscope
