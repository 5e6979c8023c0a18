// Scans as a user makes them: what their files say of where the probe stood.
#include <cmath>

#include "core/formats/Emd.h"
#include "tests/pipeline/ProgramTest.h"

namespace glasscope {
namespace {

class ScanSeriesTest : public ProgramTest {};

// A raster over 6 x 4 angstrom, turned by 30 degrees about its middle, (6, 6).
TEST_F(ScanSeriesTest, aTurnedRasterSaysWhereEveryProbeStood) {
  const auto input = writeFrames("glass.xyz", 1);
  const Outcome outcome =
      run(with(quickly({"multislice", input.string(), "-o", (folder_ / "run").string()}),
               {"snapshots.thermal_motion=none", "nanodiffraction.enabled=false",
                "haadf.snapshots=1", "haadf.scan_nx=4", "haadf.scan_ny=3",
                "haadf.scan_region_A=[3, 4, 6, 4]", "haadf.scan_rotation_deg=30"}));
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  Map2 x, y;
  for (const Map2& map : readEmdMaps(folder_ / "run/signals/haadf/signal.h5")) {
    if (map.name == "position_x_A") x = map;
    if (map.name == "position_y_A") y = map;
  }
  ASSERT_EQ(x.nx(), 4);
  ASSERT_EQ(y.ny(), 3);
  const auto at = [&](int i, int j) { return Vec2(x.values(i, j), y.values(i, j)); };
  const Vec2 along = at(3, 0) - at(0, 0), across = at(0, 2) - at(0, 0);
  EXPECT_NEAR(std::atan2(along.y(), along.x()), M_PI / 6, 1e-6);
  EXPECT_NEAR(std::atan2(across.y(), across.x()), M_PI / 6 + M_PI / 2, 1e-6);
  EXPECT_GT(along.norm(), 4);
  EXPECT_GT(across.norm(), 2);
  EXPECT_LT(along.norm(), 6 + 1e-6);
  EXPECT_LT(across.norm(), 4 + 1e-6);
}

// A source of finite size averages over where its electrons start: over a periodic cell the mean of
// a map stays, and the contrast falls.
TEST_F(ScanSeriesTest, aFiniteSourceKeepsTheMeanAndTakesContrast) {
  const auto input = writeFrames("glass.xyz", 1);
  const auto moments = [&](const std::string& fwhm_A) {
    const std::filesystem::path out = folder_ / fwhm_A;
    const Outcome outcome = run(
        with(quickly({"multislice", input.string(), "-o", out.string()}),
             {"snapshots.thermal_motion=none", "nanodiffraction.enabled=false", "haadf.snapshots=1",
              "haadf.scan_nx=12", "haadf.scan_ny=12", "haadf.source_fwhm_A=" + fwhm_A}));
    EXPECT_EQ(outcome.status, 0) << outcome.errors;
    const Map2 map = readEmdMaps(out / "signals/haadf/signal.h5").front();
    double mean = 0, square = 0;
    for (const double value : map.values) {
      mean += value / 144;
      square += value * value / 144;
    }
    return std::pair{mean, square - mean * mean};
  };
  const auto point = moments("0"), wide = moments("3");
  EXPECT_NEAR(wide.first, point.first, 1e-4 * point.first);
  EXPECT_LT(wide.second, 0.8 * point.second);
  EXPECT_GT(wide.second, 0);
}

}  // namespace
}  // namespace glasscope
