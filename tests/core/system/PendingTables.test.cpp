#include "core/system/PendingTables.h"

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "tests/TemporaryFolder.h"

namespace glasscope {
namespace {

namespace fs = std::filesystem;

std::ptrdiff_t filesIn(const TemporaryFolder& folder) {
  return std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator());
}

TEST(PendingTables, appearTogetherAtTheEnd) {
  const TemporaryFolder folder;
  writeFileAtomically(folder / "a.csv", "k,s\n1,2\n");
  {
    PendingTables tables;
    tables.add(folder / "a.csv", "k,s\n3,4\n");
    tables.add(folder / "b.csv", "r,g\n5,6\n");
    EXPECT_EQ(readFile(folder / "a.csv"), "k,s\n1,2\n") << "not yet";
    EXPECT_FALSE(fs::exists(folder / "b.csv"));
    tables.commit();
  }
  EXPECT_EQ(readFile(folder / "a.csv"), "k,s\n3,4\n");
  EXPECT_EQ(readFile(folder / "b.csv"), "r,g\n5,6\n");
  EXPECT_EQ(filesIn(folder), 2);
}

TEST(PendingTables, leaveNothingWhereWhatBelongsToThemFails) {
  const TemporaryFolder folder;
  writeFileAtomically(folder / "a.csv", "k,s\n1,2\n");
  writeFileAtomically(folder / "foreign.csv", "of somebody else\n");
  try {
    PendingTables tables;
    tables.add(folder / "a.csv", "k,s\n3,4\n");
    tables.add(folder / "b.csv", "r,g\n5,6\n");
    tables.add(folder / "foreign.csv", "k,s\n3,4\n");
    FAIL() << "a file of somebody else is not replaced";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
  }
  EXPECT_EQ(readFile(folder / "a.csv"), "k,s\n1,2\n");
  EXPECT_EQ(filesIn(folder), 2);
}

}  // namespace
}  // namespace glasscope
