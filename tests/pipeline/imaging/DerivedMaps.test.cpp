#include "pipeline/imaging/DerivedMaps.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>

#include "core/system/Log.h"

namespace glasscope::pipeline {
namespace {

using multislice::DetectorKind;
using multislice::DetectorSettings;

constexpr int kNx = 12, kNy = 8;
const Vec2 kPixel_A(0.5, 0.4);

double potential(int x, int y) {
  return std::cos(2 * M_PI * x / kNx) + 0.5 * std::sin(4 * M_PI * y / kNy);
}

// The moments of a beam that is deflected by the gradient of the potential, of which `share` is
// seen, under the names of the detector's numbers.
std::vector<Map2> moments(const DetectorSettings& detector, double share) {
  Map2 map;
  map.values = Array2<double>(kNx, kNy);
  map.pixel_A = kPixel_A;
  map.periodic = true;
  std::vector<Map2> maps(3, map);
  for (std::size_t m = 0; m < 3; ++m) maps[m].name = detector.signals()[m];
  for (int x = 0; x < kNx; ++x) {
    for (int y = 0; y < kNy; ++y) {
      const double fx = 2 * M_PI / (kNx * kPixel_A.x()), fy = 4 * M_PI / (kNy * kPixel_A.y());
      maps[0].values(x, y) = share;
      maps[1].values(x, y) = -share * fx * std::sin(2 * M_PI * x / kNx);
      maps[2].values(x, y) = share * fy * 0.5 * std::cos(4 * M_PI * y / kNy);
    }
  }
  return maps;
}

const Map2* named(const std::vector<Map2>& maps, const std::string& name) {
  for (const Map2& map : maps) {
    if (map.name == name) return &map;
  }
  return nullptr;
}

// Band-limited and periodic, so that the integral is exact: the potential comes back whatever share
// of the electrons the detector sees.
TEST(DerivedMaps, theIntegralOfACentreOfMassIsWhatItIsTheGradientOf) {
  const DetectorSettings detector{"com", DetectorKind::centreOfMass, 0, 40};
  std::vector<Map2> maps = moments(detector, 0.8);
  addDerived(maps, std::vector{detector}, true);
  const Map2* integral = named(maps, "com_integrated");
  ASSERT_NE(integral, nullptr);
  for (int x = 0; x < kNx; ++x) {
    for (int y = 0; y < kNy; ++y) EXPECT_NEAR(integral->values(x, y), potential(x, y), 1e-9);
  }
}

TEST(DerivedMaps, areNotIntegratedWhereNobodyAsksOrAPixelIsUndefined) {
  const DetectorSettings detector{"com", DetectorKind::centreOfMass, 0, 40};
  std::vector<Map2> maps = moments(detector, 0.8);
  addDerived(maps, std::vector{detector}, false);
  EXPECT_NE(named(maps, "com_x"), nullptr);
  EXPECT_NE(named(maps, "com_y"), nullptr);
  EXPECT_EQ(named(maps, "com_integrated"), nullptr);

  std::vector<Map2> dark = moments(detector, 0.8);
  dark[0].values(3, 2) = dark[1].values(3, 2) = dark[2].values(3, 2) = 0;
  takeWarnings();
  addDerived(dark, std::vector{detector}, true);
  ASSERT_NE(named(dark, "com_x"), nullptr);
  EXPECT_TRUE(std::isnan(named(dark, "com_x")->values(3, 2)));
  EXPECT_EQ(named(dark, "com_integrated"), nullptr);
  EXPECT_EQ(takeWarnings().size(), 1u);
}

TEST(DerivedMaps, detectorsReadBackFromTheirText) {
  const std::vector<DetectorSettings> detectors{{"seg", DetectorKind::segmented, 5, 20, 2, 6, 15},
                                                {"com", DetectorKind::centreOfMass, 0, 40},
                                                {"bf", DetectorKind::annular, 0, 10}};
  const auto back = detectorsFrom(detectorsText(detectors));
  ASSERT_EQ(back.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(back[i].name, detectors[i].name);
    EXPECT_EQ(back[i].kind, detectors[i].kind);
    EXPECT_EQ(back[i].inner_mrad, detectors[i].inner_mrad);
    EXPECT_EQ(back[i].outer_mrad, detectors[i].outer_mrad);
    EXPECT_EQ(back[i].rings, detectors[i].rings);
    EXPECT_EQ(back[i].sectors, detectors[i].sectors);
    EXPECT_EQ(back[i].rotation_deg, detectors[i].rotation_deg);
  }
}

}  // namespace
}  // namespace glasscope::pipeline
