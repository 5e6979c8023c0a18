#include "pipeline/run/independentFiles.h"

#include <filesystem>

#include <gmock/gmock.h>

#include "core/hdf5/Hdf5.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "tests/TemporaryFolder.h"

namespace glasscope::pipeline {
namespace {

std::string refusalOf(const std::vector<std::string>& files) {
  try {
    requireDifferent(files, "the.key");
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(IndependentFiles, differInTheirBytesAndNotInTheirNames) {
  const TemporaryFolder folder;
  const auto file = [&](const char* name, const char* content) {
    writeFileAtomically(folder / name, content);
    return (folder / name).string();
  };
  const std::string a = file("a.xyz", "one"), b = file("b.xyz", "two"), c = file("c.xyz", "one");
  EXPECT_EQ(refusalOf({a, b}), "");
  EXPECT_EQ(refusalOf({}), "");
  const std::string said = refusalOf({a, b, c});
  EXPECT_THAT(said, testing::HasSubstr("the.key"));
  EXPECT_THAT(said, testing::HasSubstr(a));
  EXPECT_THAT(said, testing::HasSubstr(c));
}

// A terabyte that was never written is not hashed; in HDF5 a block that nobody wrote is a hole.
TEST(IndependentFiles, haveNoHolesUnlessTheyAreHdf5) {
  const TemporaryFolder folder;
  const auto sparse = folder / "sparse.xyz";
  writeFileAtomically(sparse, "Cu");
  std::filesystem::resize_file(sparse, std::uintmax_t{1} << 40);
  EXPECT_THROW(requireContent(sparse), Error);
  EXPECT_NE(refusalOf({sparse.string()}), "");
  const auto stored = folder / "stored.h5";
  Hdf5::create(stored).commit();
  std::filesystem::resize_file(stored, std::uintmax_t{1} << 30);
  EXPECT_NO_THROW(requireContent(stored));
}

}  // namespace
}  // namespace glasscope::pipeline
