#include <chrono>
#include <fstream>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/hdf5/Hdf5.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "tests/Paths.h"
#include "tests/TemporaryFolder.h"

namespace glasscope {
namespace {

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

// A file of h5py that the door cannot write: tests/core/hdf5/samples/make_samples.py.
Hdf5 sample(const std::string& name) {
  return Hdf5::open(std::filesystem::path(sourceFolder()) / "tests/core/hdf5/samples" / name);
}

// HDF5 1.10 copies as many bytes of a text as its heap claims, wherever they lead; other versions
// refuse. This process has to live on in either case.
TEST(Hdf5Trial, refusesATextWhoseLengthLeadsOutOfTheFile) {
  const TemporaryFolder folder;
  {
    Hdf5 file = Hdf5::create(folder / "sound.h5");
    file.setAttribute("unit", std::string("angstrom"));
    file.write("names", std::vector<std::string>{"first", "second"});
    file.commit();
  }
  std::string bytes = readFile(folder / "sound.h5");
  // A collection: its mark, version and size in 16 bytes; then of each text a number, a count of
  // references and four unused bytes before the length (HDF5 File Format Specification 2.0, III.E).
  int damaged = 0;
  for (auto at = bytes.find("GCOL"); at != std::string::npos; at = bytes.find("GCOL", at + 1)) {
    bytes[at + 16 + 8 + 3] = '\x7f';  // a length of some two billion
    ++damaged;
  }
  ASSERT_GT(damaged, 0);
  std::ofstream(folder / "damaged.h5", std::ios::binary) << bytes;
  const auto read = [&](const char* name) {
    const Hdf5 file = Hdf5::open(folder / name);
    return file.stringAttribute("unit") + file.readTexts("names").front();
  };
  EXPECT_EQ(read("sound.h5"), "angstromfirst");
  const Error error = errorOf([&] { read("damaged.h5"); });
  EXPECT_EQ(error.kind(), ErrorKind::input);
  EXPECT_THAT(error.what(), HasSubstr("damaged"));
}

// The library's own visit of all objects ends at the first without a readable head. What comes
// after it in the alphabet can be opened by its name all the same.
TEST(Hdf5Trial, triesWhatLiesBehindAnObjectThatCannotBeRead) {
  const Error error =
      errorOf([] { sample("unreadable_head.h5").stringAttribute("unit", "second"); });
  EXPECT_EQ(error.kind(), ErrorKind::input);
  EXPECT_THAT(error.what(), HasSubstr("damaged"));
}

// What was found sound is not tried again, but what was written over it since is.
TEST(Hdf5Trial, triesAFileAgainAfterItChanged) {
  const TemporaryFolder folder;
  const auto path = folder / "a.h5";
  for (const bool damage : {false, true}) {
    Hdf5 file = Hdf5::create(path);
    file.setAttribute("unit", std::string("angstrom"));
    file.commit();
    if (damage) {
      // Beyond the step of a file system's clock (4 ms before Linux 6.13): what this process has
      // just written is not tried.
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      std::string bytes = readFile(path);
      bytes[bytes.find("GCOL") + 16 + 8 + 3] = '\x7f';
      std::ofstream(path, std::ios::binary) << bytes;
      EXPECT_EQ(errorOf([&] { Hdf5::open(path).stringAttribute("unit"); }).kind(),
                ErrorKind::input);
    } else {
      EXPECT_EQ(Hdf5::open(path).stringAttribute("unit"), "angstrom");
    }
  }
}

}  // namespace
}  // namespace glasscope
