#include "core/hdf5/Hdf5.h"

#include <chrono>
#include <cmath>
#include <csignal>
#include <fstream>
#include <limits>
#include <numeric>
#include <thread>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <unistd.h>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "tests/Paths.h"
#include "tests/TemporaryFolder.h"

namespace glasscope {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

template <class Body>
Error errorOf(Body body) {
  try {
    body();
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "no Error was thrown";
  return {ErrorKind::internal, "", "", ""};
}

TEST(Hdf5, theSameContentGivesTheSameBytesAtAnyTime) {
  const TemporaryFolder folder;
  const auto write = [&](const char* name) {
    Hdf5 file = Hdf5::create(folder / name);
    file.createGroup("outer/inner").setAttribute("text", "words");
    file.write("outer/packed", std::vector<double>(500, 1.5), {500}, true);
    file.write("deep/plain", std::vector<float>{0.1F, 2}, {2});
    file.write("texts", std::vector<std::string>{"", "b"});
    file.writeScalar("flag", true);
    file.createChunked("blocks", {4, 4}, {2, 4});
    file.createColumn("column", 10);
    file.createExtendable("series", {3});
    file.append("series", std::vector<double>{1, 2, 3});
    file.softLink("/texts", "link");
    file.commit();
    return readFile(folder / name);
  };
  const std::string before = write("a.h5");
  // The library's stamps are whole seconds.
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));
  EXPECT_TRUE(write("b.h5") == before);
}

// A lock of another opened file counts like that of another program.
class LockedFile {
 public:
  LockedFile(const std::filesystem::path& path, int kind)
      : file_(::open(path.c_str(), O_RDWR | O_CREAT, 0600)) {
    EXPECT_EQ(::flock(file_, kind | LOCK_NB), 0);
  }
  LockedFile(const LockedFile&) = delete;
  LockedFile& operator=(const LockedFile&) = delete;
  ~LockedFile() { ::close(file_); }

 private:
  int file_;
};

TEST(Hdf5, saysWhatToDoWhereAnotherProgramHasAFileOpen) {
  const TemporaryFolder folder;
  Hdf5 file = Hdf5::create(folder / "a.h5");
  file.writeScalar("number", 1.0);
  file.commit();
  {
    const LockedFile writer(folder / "a.h5", LOCK_EX);
    const Error error = errorOf([&] { Hdf5::open(folder / "a.h5"); });
    EXPECT_EQ(error.kind(), ErrorKind::input);
    EXPECT_THAT(error.why(), HasSubstr("another program has it open"));
    EXPECT_THAT(error.remedy(), HasSubstr("wait until"));
  }
  {
    const LockedFile reader(folder / "a.h5", LOCK_SH);
    EXPECT_NO_THROW(Hdf5::open(folder / "a.h5")) << "two may read at a time";
  }
  const LockedFile writer(partialPath(folder / "b.h5"), LOCK_EX);
  const Error error = errorOf([&] { Hdf5::create(folder / "b.h5"); });
  EXPECT_EQ(error.kind(), ErrorKind::environment);
  EXPECT_THAT(error.why(), HasSubstr("another program has it open"));
}

TEST(Hdf5, saysThatTooManyFilesAreOpenAndNotThatItIsNoHdf5) {
  const TemporaryFolder folder;
  Hdf5 file = Hdf5::create(folder / "a.h5");
  file.writeScalar("number", 1.0);
  file.commit();
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  const int next = ::dup(0);  // the lowest number that is free
  ::close(next);
  rlimit few = before;
  few.rlim_cur = static_cast<rlim_t>(next);
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &few), 0);
  const Error opening = errorOf([&] { Hdf5::open(folder / "a.h5"); });
  const Error making = errorOf([&] { Hdf5::create(folder / "b.h5"); });
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  for (const Error& error : {opening, making}) {
    EXPECT_THAT(error.why(), HasSubstr("oo many")) << error.what();
    EXPECT_THAT(error.remedy(), HasSubstr("ulimit -n"));
  }
}

TEST(Hdf5, roundTripsEveryTypeBitForBit) {
  const TemporaryFolder folder;
  const std::vector<double> numbers{1.0 / 3, -0.0, std::numeric_limits<double>::denorm_min(),
                                    std::numeric_limits<double>::infinity()};
  {
    Hdf5 file = Hdf5::create(folder / "a.h5");
    file.write("group/doubles", numbers, {2, 2});
    file.write("packed", numbers, {4}, true);
    file.write("floats", std::vector<float>{0.1F, 2}, {2});
    file.write("long", std::vector<std::int64_t>{std::numeric_limits<std::int64_t>::min(), 7}, {2});
    file.write("int", std::vector<std::int32_t>{-3}, {1});
    file.write("bytes", std::vector<std::uint8_t>{0, 255}, {2});
    file.write("empty", std::vector<double>{}, {0, 3});
    file.write("text", std::string("10 Å"));
    file.write("texts", std::vector<std::string>{"", "b"});
    file.writeScalar("scalar", 2.5);
    file.commit();
  }
  const Hdf5 file = Hdf5::open(folder / "a.h5");
  const auto read = file.group("group").readDoubles("doubles");
  EXPECT_EQ(read, numbers);
  EXPECT_TRUE(std::signbit(read[1]));
  EXPECT_EQ(file.readDoubles("packed"), numbers);
  EXPECT_EQ(file.shape("group/doubles"), (Hdf5::Shape{2, 2}));
  EXPECT_THAT(file.readFloats("floats"), ElementsAre(0.1F, 2.0F));
  EXPECT_THAT(file.readIntegers("long"), ElementsAre(std::numeric_limits<std::int64_t>::min(), 7));
  EXPECT_THAT(file.readDoubles("int"), ElementsAre(-3));
  EXPECT_THAT(file.readBytes("bytes"), ElementsAre(0, 255));
  EXPECT_TRUE(file.readDoubles("empty").empty());
  EXPECT_EQ(file.readText("text"), "10 Å");
  EXPECT_THAT(file.readTexts("texts"), ElementsAre("", "b"));
  EXPECT_EQ(file.readScalar("scalar"), 2.5);
  EXPECT_THAT(file.names(), ElementsAre("bytes", "empty", "floats", "group", "int", "long",
                                        "packed", "scalar", "text", "texts"));
}

TEST(Hdf5, keepsAttributesOfGroupsAndDataSets) {
  const TemporaryFolder folder;
  Hdf5 file = Hdf5::create(folder / "a.h5");
  file.write("data", std::vector<double>{1}, {1});
  file.setAttribute("units", "A^-1", "data");
  file.setAttribute("count", 3);
  file.setAttribute("count", 4);  // replaces
  file.setAttribute("flag", true);
  file.setAttribute("step", 0.1);
  file.setAttribute("version", std::vector<std::int64_t>{1, 0});
  file.setAttribute("names", std::vector<std::string>{"x", "y"});
  EXPECT_EQ(file.stringAttribute("units", "data"), "A^-1");
  EXPECT_EQ(file.numberAttribute("count"), 4);
  EXPECT_EQ(file.numberAttribute("flag"), 1);
  EXPECT_EQ(file.numberAttribute("step"), 0.1);
  EXPECT_THAT(file.numbersAttribute("version"), ElementsAre(1, 0));
  EXPECT_THAT(file.stringsAttribute("names"), ElementsAre("x", "y"));
  EXPECT_FALSE(file.hasAttribute("units"));
  EXPECT_EQ(errorOf([&] { file.stringAttribute("count"); }).kind(), ErrorKind::input);
}

TEST(Hdf5, writesUnderTheFinalNameOnlyAtCommit) {
  const TemporaryFolder folder;
  {
    Hdf5 file = Hdf5::create(folder / "a.h5");
    file.writeScalar("x", 1.0);
    EXPECT_FALSE(std::filesystem::exists(folder / "a.h5"));
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path())) << "an uncommitted file must leave nothing";
  Hdf5 file = Hdf5::create(folder / "a.h5");
  file.commit();
  EXPECT_TRUE(std::filesystem::exists(folder / "a.h5"));
  EXPECT_FALSE(std::filesystem::exists(partialPath(folder / "a.h5")));
  EXPECT_THROW(file.writeScalar("x", 1.0), Error) << "a committed file takes no more";
}

TEST(Hdf5, keepsAPartialFileWhereAsked) {
  const TemporaryFolder folder;
  { Hdf5::create(folder / "a.h5", true).writeScalar("x", 1.0); }
  EXPECT_FALSE(std::filesystem::exists(folder / "a.h5"));
  EXPECT_EQ(Hdf5::open(partialPath(folder / "a.h5")).readScalar("x"), 1);
}

TEST(Hdf5, readsAndWritesBlocks) {
  const TemporaryFolder folder;
  Hdf5 file = Hdf5::create(folder / "a.h5");
  file.createChunked("cube", {4, 3, 2}, {1, 3, 2});
  std::vector<float> all(24);
  std::iota(all.begin(), all.end(), 0.0F);
  file.writeBlock("cube", {0, 0, 0}, {4, 3, 2}, all);
  EXPECT_THAT(file.readBlock("cube", {1, 1, 0}, {2, 1, 2}), ElementsAre(8, 9, 14, 15));
  EXPECT_THROW(file.readBlock("cube", {3, 0, 0}, {2, 1, 1}), Error);
  file.createExtendable("series", {2});
  file.append("series", std::vector<double>{1, 2});
  file.append("series", std::vector<double>{3, 4});
  EXPECT_EQ(file.shape("series"), (Hdf5::Shape{2, 2}));
  EXPECT_THAT(file.readDoubles("series"), ElementsAre(1, 2, 3, 4));
}

TEST(Hdf5, namesTheBlockWhoseChecksumIsWrong) {
  const TemporaryFolder folder;
  const std::vector<float> pattern(64, 1.5F);
  {
    Hdf5 file = Hdf5::create(folder / "a.h5");
    file.createChunked("cube", {2, 64}, {1, 64}, false);
    file.writeBlock("cube", {0, 0}, {1, 64}, std::vector<float>(64, 2.5F));
    file.writeBlock("cube", {1, 0}, {1, 64}, pattern);
    file.commit();
  }
  std::string bytes = readFile(folder / "a.h5");
  const std::string stored(reinterpret_cast<const char*>(pattern.data()),
                           pattern.size() * sizeof(float));
  const auto at = bytes.find(stored);
  ASSERT_NE(at, std::string::npos);
  bytes[at + 100] = 'x';
  std::ofstream(folder / "a.h5", std::ios::binary) << bytes;
  const Hdf5 file = Hdf5::open(folder / "a.h5");
  EXPECT_THAT(file.readBlock("cube", {0, 0}, {1, 1}), ElementsAre(2.5F))
      << "other blocks stay readable";
  const Error error = errorOf([&] { file.readBlock("cube", {1, 0}, {1, 64}); });
  EXPECT_EQ(error.kind(), ErrorKind::input);
  EXPECT_THAT(error.what(), HasSubstr("block [1, 0] + [1, 64] of /cube"));
  EXPECT_THAT(error.what(), HasSubstr("Fletcher32"));
  EXPECT_THAT(error.what(), HasSubstr("a.h5"));
}

TEST(Hdf5, saysWhetherAFileIsAbsentForeignOrCutShort) {
  const TemporaryFolder folder;
  EXPECT_THAT(errorOf([&] { Hdf5::open(folder / "none.h5"); }).why(), HasSubstr("no such file"));
  std::ofstream(folder / "text.h5") << "ITEM: TIMESTEP";
  EXPECT_THAT(errorOf([&] { Hdf5::open(folder / "text.h5"); }).why(),
              HasSubstr("not an HDF5 file"));
  EXPECT_FALSE(Hdf5::isHdf5(folder / "text.h5"));
  {
    Hdf5 file = Hdf5::create(folder / "a.h5");
    file.write("x", std::vector<double>(1000, 1.0), {1000});
    file.commit();
  }
  std::filesystem::resize_file(folder / "a.h5", 4000);
  const Error cut = errorOf([&] { Hdf5::open(folder / "a.h5"); });
  EXPECT_EQ(cut.kind(), ErrorKind::input);
  EXPECT_THAT(cut.what(), HasSubstr("truncated"));
}

TEST(Hdf5, namesTheObjectThatIsMissing) {
  const TemporaryFolder folder;
  Hdf5 file = Hdf5::create(folder / "a.h5");
  EXPECT_FALSE(file.has("a/b/c"));
  EXPECT_THAT(errorOf([&] { file.readDoubles("lost"); }).what(), HasSubstr("/lost"));
  EXPECT_THAT(errorOf([&] { file.group("gone"); }).what(), HasSubstr("/gone"));
}

// Files of h5py that this door cannot write: tests/core/hdf5/samples/make_samples.py.
Hdf5 sample(const std::string& name) {
  return Hdf5::open(std::filesystem::path(sourceFolder()) / "tests/core/hdf5/samples" / name);
}

TEST(Hdf5, visitsEveryDataSetOnceWhereLinksGoInACircle) {
  const Hdf5 file = sample("cycle.h5");
  EXPECT_THAT(file.datasets(), ElementsAre("/a/data"));
  EXPECT_THAT(file.damagedDatasets(), ElementsAre());
}

TEST(Hdf5, doesNotFollowWhatLeadsIntoOtherFiles) {
  const Hdf5 links = sample("external_link.h5");
  for (const char* path : {"there", "group/there/data", "soft"})
    EXPECT_EQ(errorOf([&] { links.readDoubles(path); }).kind(), ErrorKind::input) << path;
  EXPECT_THAT(errorOf([&] { links.readDoubles("there"); }).what(),
              HasSubstr("link into another file"));
  EXPECT_THAT(errorOf([&] { sample("external_storage.h5").readBytes("data"); }).what(),
              HasSubstr("other files"));
  EXPECT_THAT(errorOf([&] { sample("virtual.h5").readDoubles("data"); }).what(),
              HasSubstr("other files"));
}

TEST(Hdf5, asksForTheMemoryBeforeItReads) {
  EXPECT_EQ(errorOf([] { sample("huge.h5").readDoubles("data"); }).kind(), ErrorKind::capacity);
  EXPECT_EQ(errorOf([] {
              sample("huge.h5").readStored("data", {0, 0}, {1ULL << 40, 1 << 20});
            }).kind(),
            ErrorKind::capacity);
}

TEST(Hdf5, tellsTheWordsOfAnEnumeration) {
  const Hdf5 file = sample("enumeration.h5");
  const std::map<std::int64_t, std::string> words{{0, "Cu"}, {1, "Zr"}, {7, "Al"}};
  EXPECT_EQ(file.enumeration("species"), words);
  EXPECT_THAT(file.readBlockIntegers("species", {0}, {3}), ElementsAre(1, 0, 7));
}

TEST(Hdf5, reportsAFolderThatCannotBeWritten) {
  const TemporaryFolder folder;
  const Error error = errorOf([&] { Hdf5::create(folder / "absent" / "a.h5"); });
  EXPECT_EQ(error.kind(), ErrorKind::environment);
}

// A limit on the size of files stands for a full disk: write() fails in the same way. Run in a
// child process because the limit cannot be taken back from the test program's other files.
int writeTooMuch(const std::filesystem::path& path) {
  std::signal(SIGXFSZ, SIG_IGN);
  const rlimit limit{1 << 16, 1 << 16};
  setrlimit(RLIMIT_FSIZE, &limit);
  try {
    Hdf5 file = Hdf5::create(path);
    file.createChunked("cube", {64, 4096}, {1, 4096}, false);
    file.writeBlock("cube", {0, 0}, {64, 4096}, std::vector<float>(64 * 4096, 1.0F));
    file.commit();
  } catch (const Error& error) {
    return error.exitStatus();
  }
  return 0;
}

TEST(Hdf5DeathTest, leavesNothingBehindOnAFullDisk) {
  ::testing::FLAGS_gtest_death_test_style = "threadsafe";
  const std::filesystem::path path =
      std::filesystem::temp_directory_path() / "glasscope_hdf5_full_disk" / "a.h5";
  std::filesystem::create_directories(path.parent_path());
  EXPECT_EXIT(std::exit(writeTooMuch(path)), ::testing::ExitedWithCode(4), "");
  EXPECT_TRUE(std::filesystem::is_empty(path.parent_path()));
  std::filesystem::remove_all(path.parent_path());
}

}  // namespace
}  // namespace glasscope
