#include "core/system/Files.h"

#include <csignal>
#include <fstream>
#include <functional>
#include <sstream>

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/stat.h>
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
  // A limit on the length of files stands for the end of the disk.
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const rlimit most{4096, before.rlim_max};
  std::signal(SIGXFSZ, SIG_IGN);
  setrlimit(RLIMIT_FSIZE, &most);
  const auto restored = [&] {
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, SIG_DFL);
  };
  try {
    writeFileAtomically(folder_ / "a.txt", std::string(1 << 20, 'x'));
    restored();
    FAIL();
  } catch (const Error& error) {
    restored();
    EXPECT_EQ(error.kind(), ErrorKind::environment);
    EXPECT_THAT(error.what(), testing::HasSubstr("disk"));
  }
  EXPECT_FALSE(fs::exists(folder_ / "a.txt"));
  EXPECT_FALSE(fs::exists(partialPath(folder_ / "a.txt")));
}

TEST_F(Files, onlyRegularFilesAreReplaced) {
  fs::create_directory(folder_ / "folder");
  ASSERT_EQ(::mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  fs::create_symlink("/dev/null", folder_ / "device");
  for (const char* name : {"folder", "pipe", "device"}) {
    EXPECT_THROW(writeFileAtomically(folder_ / name, "x"), Error) << name;
    EXPECT_FALSE(fs::is_regular_file(folder_ / name)) << name;
    EXPECT_FALSE(fs::exists(partialPath(folder_ / name))) << name;
  }
  writeFileAtomically(folder_ / "file", "old");
  writeFileAtomically(folder_ / "file", "new");
  EXPECT_EQ(readFile(folder_ / "file"), "new");
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

TEST_F(Files, everyPackerReadsTheSameAndIsKnownByItsContent) {
  std::string text;
  for (int i = 0; i < 50000; ++i) text += std::to_string(i * 7919 % 10007) + "\n";
  const auto readAll = [](const fs::path& path) {
    const auto in = openText(path);
    std::string all, line;
    while (std::getline(*in, line)) all += line + "\n";
    return all;
  };
  for (const std::string packer : {"gzip", "bzip2", "xz", "zstd -q"}) {
    if (std::system(
            ("command -v " + packer.substr(0, packer.find(' ')) + " > /dev/null").c_str()) != 0)
      continue;
    const fs::path plain = folder_ / "text", packed = folder_ / "packed";
    writeFileAtomically(plain, text);
    const auto pack = [&](const std::string& more) {
      return std::system((packer + " -c < " + plain.string() + more + packed.string()).c_str());
    };
    ASSERT_EQ(pack(" > "), 0);
    EXPECT_EQ(readAll(packed), text) << packer;
    ASSERT_EQ(pack(" >> "), 0);
    EXPECT_EQ(readAll(packed), text + text) << packer << ": two streams, one behind the other";
    ASSERT_EQ(pack(" > "), 0);
    fs::resize_file(packed, fs::file_size(packed) - 20);
    EXPECT_THROW(readAll(packed), Error) << packer << ": cut short";
  }
}

TEST_F(Files, aStreamThatUnpacksToALotMoreIsRefused) {
  // 300 MB of spaces in some 300 kB.
  const fs::path bomb = folder_ / "bomb.gz";
  ASSERT_EQ(
      std::system(
          ("head -c 300000000 /dev/zero | tr '\\0' '\\n' | gzip -9 > " + bomb.string()).c_str()),
      0);
  const auto in = openText(bomb);
  std::string line;
  EXPECT_THROW(
      {
        while (std::getline(*in, line)) {
        }
      },
      Error);
}

TEST_F(Files, devicesPipesAndCirclesOfLinksAreNoFiles) {
  ASSERT_EQ(::mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  fs::create_symlink(folder_ / "circle", folder_ / "circle");
  for (const fs::path& path : {fs::path("/dev/zero"), folder_ / "pipe", folder_ / "circle"}) {
    EXPECT_THROW(openText(path), Error) << path;
    EXPECT_THROW(readFile(path), Error) << path;
  }
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

// What is written aside must not go through a link that somebody left there.
TEST_F(Files, aLinkWhereAFileIsWrittenFirstIsNotFollowed) {
  writeFileAtomically(folder_ / "precious", "mine");
  fs::create_symlink("precious", folder_ / "result.partial");
  EXPECT_THROW(writeFileAtomically(folder_ / "result", "new"), Error);
  EXPECT_EQ(readFile(folder_ / "precious"), "mine");
  EXPECT_FALSE(fs::exists(folder_ / "result"));
}

// A copy that was broken off, a terabyte of it, is refused at once.
TEST_F(Files, aHoleInATextIsAnErrorAndNotRead) {
  const fs::path path = folder_ / "text";
  writeFileAtomically(path, "first line\n");
  EXPECT_NO_THROW(requireNoHole(path));
  const fs::path pipe = folder_ / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_NO_THROW(requireNoHole(pipe));  // and does not wait
  fs::resize_file(path, std::uintmax_t{1} << 40);
  for (const auto& read : std::vector<std::function<void()>>{
           [&] { requireNoHole(path); }, [&] { openText(path); }, [&] { readFile(path); }}) {
    try {
      read();
      ADD_FAILURE() << "no Error was thrown";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::input);
    }
  }
}

TEST_F(Files, aLineOfMoreThanAMegabyteIsAnError) {
  const fs::path path = folder_ / "text";
  writeFileAtomically(path, "short\n\n" + std::string((1 << 20) + 1, 'x') + "\nlast");
  const auto in = openText(path);
  std::string line;
  EXPECT_TRUE(readLine(*in, line, path));
  EXPECT_EQ(line, "short");
  EXPECT_TRUE(readLine(*in, line, path));
  EXPECT_EQ(line, "");
  EXPECT_THROW(readLine(*in, line, path), Error);
  std::istringstream rest("one\ntwo");
  EXPECT_TRUE(readLine(rest, line, path));
  EXPECT_TRUE(readLine(rest, line, path));
  EXPECT_EQ(line, "two");
  EXPECT_FALSE(readLine(rest, line, path));
}

TEST_F(Files, theMarkOfByteOrderIsNoPartOfATextAndItsPartsAre) {
  for (const auto& [written, read] : {std::pair<std::string, std::string>{"\xef\xbb\xbf"
                                                                          "1 2",
                                                                          "1 2"},
                                      {"\xef\xbb"
                                       "1 2",
                                       "\xef\xbb"
                                       "1 2"},
                                      {"\xef", "\xef"},
                                      {"1 2", "1 2"},
                                      {"", ""}}) {
    writeFileAtomically(folder_ / "text", written);
    const auto in = openText(folder_ / "text");
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(*in), {}), read);
  }
}

}  // namespace
}  // namespace glasscope
