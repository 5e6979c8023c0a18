#include "core/hdf5/Hdf5OpenFailure.h"

#include <cerrno>

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace glasscope::hdf5 {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// As HDF5 1.10 writes it of a lock (H5FDsec2.c), between entries without a number.
OpenFailure ofSystemError(int number) {
  return explainOpenFailure(
      fmt::format("unable to lock file, errno = {}, error message = 'why'unable to open file",
                  number),
      "why", "remedy");
}

TEST(Hdf5OpenFailure, everySystemErrorHasItsOwnAnswer) {
  const auto expect = [](std::initializer_list<int> numbers, const char* why, const char* remedy) {
    for (const int number : numbers) {
      const OpenFailure failure = ofSystemError(number);
      EXPECT_THAT(failure.why, AllOf(HasSubstr(why), HasSubstr("(why)"))) << number;
      EXPECT_THAT(failure.remedy, HasSubstr(remedy)) << number;
    }
  };
  expect({EAGAIN}, "another program has it open", "wait until");
  expect({ENOSYS, ENOLCK, EOPNOTSUPP}, "locks no files", "HDF5_USE_FILE_LOCKING=FALSE");
  expect({EMFILE, ENFILE}, "too many files are open", "ulimit -n");
  expect({EROFS}, "nothing can be written", "--output");
  expect({EACCES, EPERM}, "this user may not open it", "owner");
}

TEST(Hdf5OpenFailure, ofAnythingElseIsWhatTheLibrarySays) {
  for (const int number : {ENOSPC, EIO, 0}) {
    EXPECT_EQ(ofSystemError(number).why, "why") << number;
    EXPECT_EQ(ofSystemError(number).remedy, "remedy") << number;
  }
  const OpenFailure without = explainOpenFailure("not an HDF5 file", "no signature", "fetch it");
  EXPECT_EQ(without.why, "no signature");
  EXPECT_EQ(without.remedy, "fetch it");
}

// A writer that died with swmr leaves a mark in the file, and no number of the system.
TEST(Hdf5OpenFailure, aMarkOfAWriterIsCleared) {
  const OpenFailure failure = explainOpenFailure(
      "file is already open for write/SWMR write (may use <h5clear file> to clear file "
      "consistency flags)",
      "file is already open", "remedy");
  EXPECT_THAT(failure.why, HasSubstr("died while it wrote"));
  EXPECT_THAT(failure.remedy, HasSubstr("h5clear -s"));
  EXPECT_THAT(ofSystemError(EAGAIN).remedy, Not(HasSubstr("h5clear")));
}

}  // namespace
}  // namespace glasscope::hdf5
