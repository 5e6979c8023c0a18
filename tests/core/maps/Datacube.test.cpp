#include "core/maps/Datacube.h"

#include <gtest/gtest.h>

#include "core/system/Error.h"

namespace glasscope {
namespace {

DatacubeShape smallShape() {
  DatacubeShape shape;
  shape.rx = 2;
  shape.ry = 3;
  shape.qx = 4;
  shape.qy = 5;
  return shape;
}

TEST(MemoryDatacube, keepsPatternsApart) {
  MemoryDatacube cube(smallShape());
  Array2<float> pattern(4, 5);
  for (std::size_t i = 0; i < pattern.size(); ++i) pattern[i] = static_cast<float>(i);
  cube.set(1, 2, pattern);
  EXPECT_EQ(cube.pattern(1, 2)(3, 4), 19.0F);
  EXPECT_EQ(cube.pattern(1, 1)(3, 4), 0.0F);
  // [rx, ry, qx, qy], the last fastest: the layout of every file.
  EXPECT_EQ(cube.data()[((1 * 3 + 2) * 4 + 3) * 5 + 4], 19.0F);
}

TEST(MemoryDatacube, refusesWhatDoesNotFit) {
  EXPECT_THROW(MemoryDatacube(smallShape(), std::vector<float>(7)), Error);
  EXPECT_THROW(MemoryDatacube(DatacubeShape{}), Error);
  MemoryDatacube cube(smallShape());
  EXPECT_THROW(cube.pattern(2, 0), Error);
  EXPECT_THROW(cube.pattern(0, -1), Error);
  EXPECT_THROW(cube.set(0, 0, Array2<float>(5, 4)), Error);
}

}  // namespace
}  // namespace glasscope
