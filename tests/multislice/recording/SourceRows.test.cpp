#include "multislice/recording/SourceRows.h"

#include <gtest/gtest.h>

#include "core/math/Random.h"

namespace glasscope::multislice {
namespace {

TEST(SourceRows, convolvesEveryPixelOfThePatternsAsAMap) {
  for (const bool periodic : {true, false}) {
    DatacubeShape shape;
    shape.rx = 7;
    shape.ry = 5;
    shape.qx = shape.qy = 2;
    shape.rStep_A = {0.5, 0.6};
    shape.periodicScan = periodic;
    std::vector<float> data(7 * 5 * 4);
    for (std::size_t i = 0; i < data.size(); ++i) {
      data[i] = static_cast<float>(Random(1, "cube", 0, i).uniform());
    }
    const MemoryDatacube cube(shape, data);
    const SourceKernel kernel({1.1, SourceProfile::gaussian}, shape.rStep_A);
    SourceRows rows(cube, kernel);
    Map2 map;  // of pixel (1, 0)
    map.pixel_A = shape.rStep_A;
    map.periodic = periodic;
    map.values = Array2<double>(7, 5);
    for (std::size_t i = 0; i < 35; ++i) map.values[i] = data[i * 4 + 2];
    const Map2 expected = kernel.convolve(map);
    for (int rx = 0; rx < 7; ++rx) {
      const auto row = rows.row(rx);
      ASSERT_EQ(row.size(), 20u);
      for (int ry = 0; ry < 5; ++ry) {
        EXPECT_NEAR(row[ry * 4 + 2], expected.values(rx, ry), 1e-6);  // floats
      }
    }
  }
}

}  // namespace
}  // namespace glasscope::multislice
