#include "core/system/Files.h"

#include <fstream>

#include <gmock/gmock.h>
#include <unistd.h>

#include "core/system/Error.h"

namespace glasscope {
namespace {

namespace fs = std::filesystem;

class Files : public testing::Test {
 protected:
  Files() : folder_(fs::temp_directory_path() / ("glasscope_files_" + std::to_string(getpid()))) {
    fs::create_directories(folder_);
  }
  ~Files() override { fs::remove_all(folder_); }
  fs::path folder_;
};

TEST_F(Files, aWrittenFileIsWholeAndNothingIsLeftAside) {
  const fs::path path = folder_ / "a.txt";
  writeFileAtomically(path, "hello");
  EXPECT_EQ(readFile(path), "hello");
  EXPECT_FALSE(fs::exists(partialPath(path)));
}

TEST_F(Files, aWriterThatFailsLeavesTheOldFileUntouched) {
  const fs::path path = folder_ / "a.txt";
  writeFileAtomically(path, "old");
  EXPECT_THROW(writeStreamAtomically(path,
                                     [](std::ostream& out) {
                                       out << "half of the new";
                                       throw std::runtime_error("killed");
                                     }),
               std::runtime_error);
  EXPECT_EQ(readFile(path), "old");
  EXPECT_FALSE(fs::exists(partialPath(path)));
}

TEST_F(Files, aFullDiskIsAnErrorThatSaysSo) {
  // /dev/full refuses every byte; a link to it stands for the file that is written aside.
  fs::create_symlink("/dev/full", partialPath(folder_ / "a.txt"));
  try {
    writeFileAtomically(folder_ / "a.txt", std::string(1 << 20, 'x'));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::environment);
    EXPECT_THAT(error.what(), testing::HasSubstr("disk"));
  }
  EXPECT_FALSE(fs::exists(folder_ / "a.txt"));
}

TEST_F(Files, aFolderThatCannotBeWrittenIsAnError) {
  EXPECT_THROW(ensureWritableFolder("/proc/glasscope"), Error);
  EXPECT_NO_THROW(ensureWritableFolder(folder_ / "new" / "deep"));
}

TEST_F(Files, aFileWhereAFolderIsWantedIsAnError) {
  writeFileAtomically(folder_ / "file", "x");
  EXPECT_THROW(ensureWritableFolder(folder_ / "file"), Error);
}

TEST_F(Files, missingFilesAndFoldersCannotBeRead) {
  EXPECT_THROW(openText(folder_ / "absent"), Error);
  EXPECT_THROW(openText(folder_), Error);
  EXPECT_THROW(readFile(folder_ / "absent"), Error);
}

TEST_F(Files, plainAndPackedTextReadTheSame) {
  std::string text;
  for (int i = 0; i < 50000; ++i) text += "line " + std::to_string(i) + "\n";
  writeFileAtomically(folder_ / "plain.txt", text);
  ASSERT_EQ(std::system(("gzip -k " + (folder_ / "plain.txt").string()).c_str()), 0);
  const auto readAll = [](const fs::path& path) {
    const auto in = openText(path);
    std::string all, line;
    while (std::getline(*in, line)) all += line + "\n";
    return all;
  };
  EXPECT_EQ(readAll(folder_ / "plain.txt"), text);
  EXPECT_EQ(readAll(folder_ / "plain.txt.gz"), text);
}

TEST_F(Files, aTruncatedGzipStreamIsAnErrorAndNotAShortFile) {
  std::string text;
  for (int i = 0; i < 50000; ++i) text += std::to_string(i * 7919 % 10007) + "\n";
  writeFileAtomically(folder_ / "cut.txt", text);
  ASSERT_EQ(std::system(("gzip " + (folder_ / "cut.txt").string()).c_str()), 0);
  const fs::path path = folder_ / "cut.txt.gz";
  fs::resize_file(path, fs::file_size(path) / 2);
  const auto in = openText(path);
  std::string line;
  EXPECT_THROW(
      {
        while (std::getline(*in, line)) {
        }
      },
      Error);
}

}  // namespace
}  // namespace glasscope
