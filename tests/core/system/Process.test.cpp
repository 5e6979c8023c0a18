#include "core/system/Process.h"

#include <gtest/gtest.h>

namespace glasscope {
namespace {

TEST(Process, givesStatusAndBothOutputs) {
  const ProcessResult done = runProcess("sh", {"-c", "echo out; echo err >&2; exit 3"});
  EXPECT_EQ(done.status, 3);
  EXPECT_EQ(done.output, "out\nerr\n");
}

// No shell reads the arguments, and nothing waits for standard input.
TEST(Process, handsArgumentsOverAsTheyAre) {
  EXPECT_EQ(runProcess("printf", {"%s", "a b; 'c' $HOME"}).output, "a b; 'c' $HOME");
  EXPECT_EQ(runProcess("cat", {}).status, 0);
}

TEST(Process, tellsSignalsAndAbsentPrograms) {
  EXPECT_EQ(runProcess("sh", {"-c", "kill -9 $$"}).status, 128 + 9);
  EXPECT_EQ(runProcess("/nowhere/program", {}).status, 127);
}

// More than a pipe holds: the end is kept, and nobody waits for ever.
TEST(Process, keepsTheEndOfALongOutput) {
  const ProcessResult done = runProcess("sh", {"-c", "yes line | head -n 100000; echo end"});
  EXPECT_EQ(done.output.size(), 65536U);
  EXPECT_TRUE(done.output.ends_with("line\nend\n"));
}

}  // namespace
}  // namespace glasscope
