#include "compare/measured/MeasuredFile.h"

#include <gmock/gmock.h>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "tests/TemporaryFolder.h"

namespace glasscope::compare {
namespace {

using testing::HasSubstr;

std::string refusalOf(const std::filesystem::path& path) {
  try {
    openMeasured(path);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

// Merlin's files are passed on in archives: what to do is another thing than for an unknown file.
TEST(MeasuredFile, ofAnArchiveIsInside) {
  const TemporaryFolder folder;
  writeFileAtomically(folder / "scan.zip", std::string("PK\x03\x04") + "and so on");
  EXPECT_THAT(refusalOf(folder / "scan.zip"), HasSubstr("unpack it"));
  writeFileAtomically(folder / "scan.bin", "PK is no mark by itself");
  EXPECT_THAT(refusalOf(folder / "scan.bin"), HasSubstr("no ending that RosettaSciIO reads"));
}

TEST(MeasuredFile, entriesAreTheProductOfTheLengths) {
  EXPECT_EQ(entriesOf({3, 4, 5}), 60U);
  EXPECT_EQ(entriesOf({}), 1U);
}

}  // namespace
}  // namespace glasscope::compare
