#include "core/hdf5/Hdf5Links.h"

#include <gtest/gtest.h>

#include "core/hdf5/Hdf5.h"
#include "core/system/Error.h"
#include "tests/SharedData.h"
#include "tests/TemporaryFolder.h"

namespace glasscope {
namespace {

TEST(Hdf5Links, namesTheOtherFileWithoutOpeningIt) {
  GLASSCOPE_NEEDS_SHARED(path, "data/measured/test_00_master.h5");
  const TemporaryFolder folder;
  std::filesystem::copy_file(path, folder / "alone.h5");
  const auto links = externalLinks(folder / "alone.h5", "/entry/data");
  ASSERT_EQ(links.size(), 1U);
  EXPECT_EQ(links[0].name, "data_000001");
  EXPECT_EQ(links[0].file, "test_00_data_000001.h5");
  EXPECT_EQ(links[0].target, "/entry/data/data");
}

TEST(Hdf5Links, findsNoneWhereNothingLeadsOut) {
  const TemporaryFolder folder;
  Hdf5 file = Hdf5::create(folder / "a.h5");
  file.writeScalar("/entry/number", 1.0);
  file.softLink("/entry/number", "/entry/again");
  file.commit();
  EXPECT_TRUE(externalLinks(folder / "a.h5", "/entry").empty());
  EXPECT_TRUE(externalLinks(folder / "a.h5", "/absent").empty());
  EXPECT_THROW(externalLinks(folder / "absent.h5", "/"), Error);
}

}  // namespace
}  // namespace glasscope
