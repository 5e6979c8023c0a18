#include "core/formats/EmdArrays.h"

#include <cmath>

#include <gmock/gmock.h>

#include "core/hdf5/Hdf5.h"
#include "core/system/Error.h"
#include "tests/TemporaryFolder.h"

namespace glasscope {
namespace {

TEST(EmdArrays, comeBackInTheirOrderWithTheirAxes) {
  const TemporaryFolder folder;
  const EmdArray curve{
      "v_k", "1", "a curve", {{"k", "A^-1", {0.1, 0.2, 0.4}}}, {1, std::nan(""), 3}};
  const EmdArray image{
      "a_pattern", "counts", "", {{"Qx", "A^-1", {-1, 0}}, {"Qy", "A^-1", {5}}}, {7, 8}};
  writeEmdArrays(folder / "arrays.h5", {curve, image}, {{"content", "a test"}});
  const auto back = readEmdArrays(folder / "arrays.h5");
  ASSERT_EQ(back.size(), 2u);
  EXPECT_EQ(back[0].name, "v_k");
  EXPECT_EQ(back[0].description, "a curve");
  EXPECT_EQ(back[0].axes[0].name, "k");
  EXPECT_EQ(back[0].axes[0].unit, "A^-1");
  EXPECT_EQ(back[0].axes[0].values, (std::vector<double>{0.1, 0.2, 0.4}));
  EXPECT_TRUE(std::isnan(back[0].values[1]));
  EXPECT_EQ(back[0].values[2], 3);
  EXPECT_EQ(back[1].unit, "counts");
  EXPECT_EQ(back[1].axes[1].values, (std::vector<double>{5}));
  EXPECT_EQ(back[1].values, (std::vector<double>{7, 8}));
  EXPECT_EQ(readEmdMetadata(folder / "arrays.h5").at("content"), "a test");
  EXPECT_EQ(arrayNamed(back, "a_pattern").values[1], 8);
  EXPECT_THROW(arrayNamed(back, "v_q"), Error);
  // What other programs look for.
  const Hdf5 file = Hdf5::open(folder / "arrays.h5");
  EXPECT_EQ(file.group("arrays_root/v_k").stringAttribute("emd_group_type"), "array");
}

TEST(EmdArrays, whatDoesNotFitTogetherIsRefused) {
  const TemporaryFolder folder;
  const EmdArray twice{"a", "1", "", {{"k", "1", {1, 2}}}, {1, 2}};
  EXPECT_THROW(writeEmdArrays(folder / "a.h5", {twice, twice}, {}), Error);
  EmdArray tooFew = twice;
  tooFew.values.pop_back();
  EXPECT_THROW(writeEmdArrays(folder / "a.h5", {tooFew}, {}), Error);
  writeEmdMaps(folder / "maps.h5", {}, {});
  EXPECT_THROW(readEmdArrays(folder / "maps.h5"), Error);
}

}  // namespace
}  // namespace glasscope
