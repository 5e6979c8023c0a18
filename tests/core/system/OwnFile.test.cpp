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

TEST(OwnFolder, isEmptyOrHoldsAMarkOfItsCommand) {
  const TemporaryFolder folder;
  const auto refused = [&] {
    try {
      requireOwnFolder(folder / "a", {"table.csv", ".work"});
    } catch (const Error& error) {
      return error.kind() == ErrorKind::usage;
    }
    return false;
  };
  EXPECT_FALSE(refused()) << "nothing is there";
  std::filesystem::create_directories(folder / "a");
  EXPECT_FALSE(refused()) << "an empty folder";
  writeFileAtomically(folder / "a/thesis.txt", "years of work");
  EXPECT_TRUE(refused());
  std::filesystem::create_directories(folder / "a/.work");
  EXPECT_FALSE(refused()) << "the second mark";
}

TEST(FreePlaces, areAbsentOrEmptyFolders) {
  const TemporaryFolder folder;
  const auto message = [&] {
    try {
      requireFreePlaces(folder / "a", {"first", "second"}, "data set");
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  std::filesystem::create_directories(folder / "a/first");
  writeFileAtomically(folder / "a/other", "x");
  EXPECT_EQ(message(), "");
  writeFileAtomically(folder / "a/second", "x");
  EXPECT_NE(message().find("'second' is there, and no data set"), std::string::npos);
}

}  // namespace
}  // namespace glasscope
