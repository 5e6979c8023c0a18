#include "pipeline/run/FileStamp.h"

#include <gtest/gtest.h>

#include "core/system/Files.h"
#include "tests/TemporaryFolder.h"

namespace glasscope::pipeline {
namespace {

TEST(FileStamp, tellsAFileThatWasWrittenAgainFromTheOneBefore) {
  const TemporaryFolder folder;
  const auto file = folder / "result.csv";
  EXPECT_FALSE(FileStamp::of(file));
  writeFileAtomically(file, "1\n");
  const auto first = FileStamp::of(file);
  ASSERT_TRUE(first);
  EXPECT_EQ(FileStamp::of(file), first);
  // The same bytes with the same time are another file all the same: clocks of file systems are
  // coarse.
  const auto time = std::filesystem::last_write_time(file);
  writeFileAtomically(file, "1\n");
  std::filesystem::last_write_time(file, time);
  EXPECT_NE(FileStamp::of(file), first);
  EXPECT_EQ(FileStamp::of(file)->modified_ns, first->modified_ns);
}

}  // namespace
}  // namespace glasscope::pipeline
