#include "core/formats/Mrc.h"

#include <cmath>
#include <cstring>

#include <gtest/gtest.h>

#include "core/system/Files.h"
#include "tests/TemporaryFolder.h"

namespace glasscope {
namespace {

template <class T>
T at(const std::string& bytes, std::size_t offset) {
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof(T));
  return value;
}

// Offsets in bytes as in the table of the format (Cheng et al. 2015; ccpem.ac.uk/mrc_format).
TEST(Mrc, theHeaderIsThatOfTheDocumentedFormat) {
  const TemporaryFolder folder;
  std::vector<Map2> maps(2);
  for (int z = 0; z < 2; ++z) {
    maps[z].pixel_A = {0.5, 0.25};
    maps[z].origin_A = {-3, 4};
    maps[z].values = Array2<double>(3, 4);
    for (int x = 0; x < 3; ++x)
      for (int y = 0; y < 4; ++y) maps[z].values(x, y) = 100 * z + 10 * y + x;
  }
  const auto path = folder.path() / "stack.mrc";
  writeMrcStack(path, maps, "a label");
  const std::string bytes = readFile(path);
  ASSERT_EQ(bytes.size(), 1024U + 2 * 3 * 4 * 4);
  EXPECT_EQ(at<std::int32_t>(bytes, 0), 3);   // columns
  EXPECT_EQ(at<std::int32_t>(bytes, 4), 4);   // rows
  EXPECT_EQ(at<std::int32_t>(bytes, 8), 2);   // sections
  EXPECT_EQ(at<std::int32_t>(bytes, 12), 2);  // mode
  EXPECT_EQ(at<std::int32_t>(bytes, 36), 1);  // images, not a volume
  EXPECT_EQ(at<float>(bytes, 40), 1.5f);      // cell
  EXPECT_EQ(at<float>(bytes, 44), 1.0f);
  EXPECT_EQ(at<float>(bytes, 52), 90.0f);
  EXPECT_EQ(at<std::int32_t>(bytes, 64), 1);  // columns are x
  EXPECT_EQ(at<float>(bytes, 76), 0.0f);      // least, largest, mean
  EXPECT_EQ(at<float>(bytes, 80), 132.0f);
  EXPECT_EQ(at<float>(bytes, 84), 66.0f);
  EXPECT_EQ(at<std::int32_t>(bytes, 88), 0);  // space group: a stack
  EXPECT_EQ(at<std::int32_t>(bytes, 92), 0);  // no extended header
  EXPECT_EQ(at<std::int32_t>(bytes, 108), 20140);
  EXPECT_EQ(at<float>(bytes, 196), -3.0f);  // origin
  EXPECT_EQ(bytes.substr(208, 4), "MAP ");
  EXPECT_EQ(bytes.substr(212, 2), "DD");       // little-endian
  EXPECT_EQ(at<std::int32_t>(bytes, 220), 1);  // labels
  EXPECT_EQ(bytes.substr(224, 8), "a label ");
  for (int z = 0, i = 0; z < 2; ++z)
    for (int y = 0; y < 4; ++y)
      for (int x = 0; x < 3; ++x, ++i)
        EXPECT_EQ(at<float>(bytes, 1024 + 4 * static_cast<std::size_t>(i)), 100 * z + 10 * y + x);
}

}  // namespace
}  // namespace glasscope
