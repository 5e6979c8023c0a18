#include "core/formats/MapSeries.h"

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "tests/TemporaryFolder.h"

namespace glasscope {
namespace {

Map2 ramp(const std::string& name, double factor) {
  Map2 map;
  map.name = name;
  map.unit = std::string("1");
  map.description = "A ramp.";
  map.pixel_A = {0.2, 0.3};
  map.origin_A = {1, -2};
  map.values = Array2<double>(3, 4);
  for (std::size_t i = 0; i < map.values.size(); ++i)
    map.values[i] = factor * static_cast<double>(i);
  return map;
}

TEST(MapSeries, readsBackWhatItWrites) {
  const TemporaryFolder folder;
  // Angles that are not evenly spaced.
  const std::vector<double> angles = {-30, 0, 10};
  const auto written = seriesOf({{ramp("haadf", 1), ramp("bf", -1)},
                                 {ramp("haadf", 2), ramp("bf", -2)},
                                 {ramp("haadf", 3), ramp("bf", -3)}},
                                "tilt", "deg", angles);
  writeEmdSeries(folder.path() / "series.h5", written, {{"tilt_axis", "y"}});
  EXPECT_TRUE(isEmdSeries(folder.path() / "series.h5"));
  const auto read = readEmdSeries(folder.path() / "series.h5");
  ASSERT_EQ(read.size(), 2U);
  EXPECT_EQ(read[0].name, "haadf");
  EXPECT_EQ(read[1].name, "bf");
  for (std::size_t s = 0; s < 2; ++s) {
    EXPECT_EQ(read[s].axis, angles);
    EXPECT_EQ(read[s].axisName, "tilt");
    EXPECT_EQ(read[s].axisUnit, "deg");
    EXPECT_EQ(read[s].unit, "1");
    EXPECT_EQ(read[s].description, "A ramp.");
    ASSERT_EQ(read[s].maps.size(), 3U);
    for (std::size_t i = 0; i < 3; ++i) {
      const Map2 &found = read[s].maps[i], &expected = written[s].maps[i];
      EXPECT_TRUE(std::ranges::equal(found.values.span(), expected.values.span()));
      EXPECT_EQ(found.pixel_A, expected.pixel_A);
      EXPECT_EQ(found.origin_A, expected.origin_A);
    }
  }
  EXPECT_EQ(readEmdMetadata(folder.path() / "series.h5").at("tilt_axis"), "y");
}

TEST(MapSeries, aSeriesOfOneIsASeries) {
  const TemporaryFolder folder;
  writeEmdSeries(folder.path() / "one.h5", seriesOf({{ramp("haadf", 1)}}, "defocus", "A", {40}),
                 {});
  const auto read = readEmdSeries(folder.path() / "one.h5");
  EXPECT_EQ(read[0].axis, std::vector<double>{40});
  EXPECT_EQ(read[0].maps.size(), 1U);
}

TEST(MapSeries, mapsAreNoSeriesAndMembersHaveTheSameMaps) {
  const TemporaryFolder folder;
  writeEmdMaps(folder.path() / "maps.h5", {ramp("haadf", 1)}, {});
  EXPECT_FALSE(isEmdSeries(folder.path() / "maps.h5"));
  EXPECT_THROW(readEmdSeries(folder.path() / "maps.h5"), Error);
  EXPECT_THROW(seriesOf({{ramp("a", 1)}, {ramp("b", 1)}}, "tilt", "deg", {0, 1}), Error);
}

}  // namespace
}  // namespace glasscope
