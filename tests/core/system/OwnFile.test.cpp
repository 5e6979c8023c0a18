#include "core/system/OwnFile.h"

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "tests/TemporaryFolder.h"

namespace glasscope {
namespace {

namespace fs = std::filesystem;

bool refuses(const fs::path& path, std::string_view beginning) {
  try {
    requireOwnFile(path, beginning);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    return true;
  }
  return false;
}

TEST(OwnFile, isWhatBeginsLikeTheEarlierResult) {
  const TemporaryFolder folder;
  const fs::path path = folder / "table.csv";
  EXPECT_FALSE(refuses(path, "k,s")) << "nothing is there";
  replaceOwnTable(path, "k,s\n1,2\n");
  replaceOwnTable(path, "k,s\n3,4\n");
  EXPECT_EQ(readFile(path), "k,s\n3,4\n");
  EXPECT_THROW(replaceOwnTable(path, "k,g\n1,2\n"), Error);
  EXPECT_EQ(readFile(path), "k,s\n3,4\n");
  writeFileAtomically(path, "k");
  EXPECT_TRUE(refuses(path, "k,s")) << "shorter than the beginning";
  writeFileAtomically(path, "");
  EXPECT_FALSE(refuses(path, "k,s")) << "an empty file holds nothing that could be lost";
}

TEST(OwnFile, isNoFolderAndNoDevice) {
  const TemporaryFolder folder;
  fs::create_directory(folder / "folder");
  fs::create_symlink("/dev/null", folder / "device");
  EXPECT_TRUE(refuses(folder / "folder", "k"));
  EXPECT_TRUE(refuses(folder / "device", "k"));
}

}  // namespace
}  // namespace glasscope
