#include "multislice/recording/WeightedDatacube.h"

#include <gtest/gtest.h>

#include "core/system/Error.h"

namespace glasscope::multislice {
namespace {

std::unique_ptr<Datacube> cube(int rx, float value) {
  DatacubeShape shape;
  shape.rx = rx;
  shape.ry = 2;
  shape.qx = shape.qy = 3;
  return std::make_unique<MemoryDatacube>(shape, std::vector<float>(rx * 2 * 9, value));
}

TEST(WeightedDatacube, addsItsPartsByTheirWeights) {
  std::vector<std::unique_ptr<Datacube>> parts;
  parts.push_back(cube(4, 2));
  parts.push_back(cube(4, 8));
  const WeightedDatacube sum(std::move(parts), {0.75, 0.25});
  EXPECT_EQ(sum.shape().rx, 4);
  EXPECT_EQ(sum.pattern(3, 1)(2, 2), 3.5f);
}

TEST(WeightedDatacube, refusesPartsOfDifferentShapes) {
  std::vector<std::unique_ptr<Datacube>> parts;
  parts.push_back(cube(4, 2));
  parts.push_back(cube(5, 8));
  EXPECT_THROW(WeightedDatacube(std::move(parts), {0.5, 0.5}), Error);
}

}  // namespace
}  // namespace glasscope::multislice
