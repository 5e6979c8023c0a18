#include "core/Machine.h"

#include <filesystem>

#include <gtest/gtest.h>

namespace glasscope {
namespace {

TEST(Machine, memoryIsMoreThanNothingAndLessThanAnyMachineHas) {
  const double bytes = availableMemory_bytes();
  EXPECT_GT(bytes, 1e6);
  EXPECT_LT(bytes, 1e16);
}

TEST(Machine, aFolderThatIsNotThereYetHasTheSpaceOfWhereItWillBe) {
  const auto here = std::filesystem::temp_directory_path();
  const double space = freeDisk_bytes(here);
  EXPECT_GT(space, 0);
  // Others write at the same time: within a tenth.
  EXPECT_NEAR(freeDisk_bytes(here / "not" / "there" / "yet"), space, 0.1 * space);
  EXPECT_GT(freeDisk_bytes("not_there_either"), 0);
}

}  // namespace
}  // namespace glasscope
