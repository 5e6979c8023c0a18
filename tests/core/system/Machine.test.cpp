#include "core/system/Machine.h"

#include <filesystem>
#include <vector>

#include <gtest/gtest.h>

namespace glasscope {
namespace {

TEST(Machine, memoryIsMoreThanNothingAndLessThanAnyMachineHas) {
  const double bytes = availableMemory_bytes();
  EXPECT_GT(bytes, 1e6);
  EXPECT_LT(bytes, 1e16);
}

TEST(Machine, memoryThatIsTakenIsHeld) {
  const double before = residentMemory_bytes();
  EXPECT_GT(before, 1e5);
  const std::vector<char> taken(100'000'000, 'x');
  const double more = residentMemory_bytes() - before;
  EXPECT_GT(more, 0.95e8);
  EXPECT_LT(more, 1.3e8);  // sanitizers keep an eighth as much beside it
  EXPECT_EQ(taken.back(), 'x');
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
