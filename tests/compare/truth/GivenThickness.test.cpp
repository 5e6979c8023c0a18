#include "compare/truth/GivenThickness.h"

#include <cmath>

#include <gmock/gmock.h>

#include "compare/statistics/AssociationTable.h"
#include "core/formats/Emd.h"
#include "core/system/Error.h"
#include "tests/TemporaryFolder.h"
#include "tests/compare/Planted.h"
#include "tests/compare/PlantedTables.h"

namespace glasscope::compare {
namespace {

using testing::HasSubstr;

class GivenThicknessTest : public testing::Test {
 protected:
  /// A plane 100 + x / 10 + y / 5 (x, y in angstrom), bilinear between any pixels.
  static Map2 plane(int n, double pixel_A, const Vec2& origin_A, const std::string& unit) {
    Map2 map;
    map.name = "thickness";
    map.unit = unit;
    map.values = Array2<double>(n, n);
    map.pixel_A = {pixel_A, pixel_A};
    map.origin_A = origin_A;
    for (int x = 0; x < n; ++x)
      for (int y = 0; y < n; ++y) map.values(x, y) = at(origin_A + pixel_A * Vec2(x, y));
    return map;
  }
  static double at(const Vec2& r) { return 100 + r.x() / 10 + r.y() / 5; }

  std::filesystem::path write(const std::vector<Map2>& maps) const {
    writeEmdMaps(folder_ / "thickness.h5", maps, {});
    return folder_ / "thickness.h5";
  }
  GivenThickness read(const std::vector<Map2>& maps, const std::string& name = "") const {
    return givenThickness(write(maps), name, grid());
  }
  static MapGrid grid() { return {12, 10, {2, 2}, {30, 40}, false}; }

  TemporaryFolder folder_;
};

// A plane is what bilinear interpolation and means over steps give exactly, whatever the pixel.
TEST_F(GivenThicknessTest, isThatOfThePositions) {
  for (const double pixel_A : {0.5, 1.3, 2.0, 7.0}) {
    const GivenThickness found = read({plane(200, pixel_A, {0, 0}, "angstrom")});
    EXPECT_EQ(found.covered, 1);
    EXPECT_TRUE(grid().matches(MapGrid::of(found.map)));
    for (int x = 0; x < 12; ++x)
      for (int y = 0; y < 10; ++y)
        EXPECT_NEAR(found.map.values(x, y), at(Vec2(30 + 2 * x, 40 + 2 * y)), 1e-9) << pixel_A;
    EXPECT_THAT(found.text, HasSubstr("nothing was registered"));
    EXPECT_THAT(found.text, HasSubstr("100 % of the positions"));
    // From the first position to the last: 100 + 3 + 8 to 100 + 5.2 + 11.6.
    EXPECT_THAT(found.text, HasSubstr("(thickness): 111 to 116.8 angstrom"));
  }
}

// Noise of pixels of 0.5 angstrom is averaged over the 16 of a step.
TEST_F(GivenThicknessTest, isAMeanOverTheStepWherePixelsAreFiner) {
  Map2 fine = plane(200, 0.5, {0, 0}, "angstrom");
  for (int x = 0; x < 200; ++x)
    for (int y = 0; y < 200; ++y) fine.values(x, y) = 100 + ((x + y) % 2 == 0 ? 10 : -10);
  const GivenThickness found = read({fine});
  for (const double value : found.map.values) EXPECT_NEAR(value, 100, 1e-9);
}

// A map of just the same area: the outermost positions average what of their step lies in it.
TEST_F(GivenThicknessTest, tellsTheOutermostPositionsOfItsOwnArea) {
  Map2 fine = plane(48, 0.5, {30, 40}, "angstrom");
  for (double& value : fine.values) value = 100;
  fine.values(0, 0) = std::nan("");
  const GivenThickness found = read({fine});
  EXPECT_TRUE(std::isnan(found.map.values(0, 0)));  // the position itself tells nothing
  EXPECT_NEAR(found.map.values(0, 1), 100, 1e-9);
  EXPECT_NEAR(found.map.values(11, 9), 100, 1e-9);
  EXPECT_NEAR(found.covered, 119.0 / 120, 1e-12);
}

TEST_F(GivenThicknessTest, lengthsBecomeAngstrom) {
  EXPECT_NEAR(read({plane(200, 1, {0, 0}, "nm")}).map.values(0, 0), 10 * at({30, 40}), 1e-9);
  EXPECT_NEAR(read({plane(200, 1, {0, 0}, "um")}).map.values(0, 0), 1e4 * at({30, 40}), 1e-6);
  const GivenThickness paths = read({plane(200, 1, {0, 0}, "1")});
  EXPECT_NEAR(paths.map.values(0, 0), at({30, 40}), 1e-9);
  EXPECT_EQ(paths.map.unit, "1");
  EXPECT_THAT(paths.text, HasSubstr("mean free paths"));
}

TEST_F(GivenThicknessTest, tellsNothingBeyondItsEdgeAndWhereItIsMasked) {
  // Pixels of 2 angstrom from x = 30 to 48: their edge is at 49.
  Map2 part = plane(10, 2, {30, 40}, "angstrom");
  part.values(3, 4) = std::nan("");
  const GivenThickness found = read({part});
  EXPECT_TRUE(std::isfinite(found.map.values(9, 0)));
  EXPECT_TRUE(std::isnan(found.map.values(10, 0)));
  EXPECT_TRUE(std::isnan(found.map.values(3, 4)));
  EXPECT_TRUE(std::isfinite(found.map.values(4, 4)));
  EXPECT_NEAR(found.covered, 99.0 / 120, 1e-12);
}

TEST_F(GivenThicknessTest, refusesWhatIsNone) {
  const Map2 good = plane(200, 1, {0, 0}, "angstrom");
  Map2 other = good;
  other.name = "other";
  EXPECT_THROW(read({good, other}), Error);  // which?
  EXPECT_NO_THROW(read({good, other}, "thickness"));
  EXPECT_THROW(read({good}, "haadf"), Error);
  EXPECT_THROW(read({plane(200, 1, {0, 0}, "counts")}), Error);
  EXPECT_THROW(read({plane(200, 1, {500, 0}, "angstrom")}), Error);  // elsewhere
  EXPECT_THROW(read({plane(5, 2, {30, 40}, "angstrom")}), Error);    // 25 of 120 positions
  // Half of the 12 x 10 positions is enough, and no position less: six lines of ten.
  Map2 half = plane(10, 2, {30, 40}, "angstrom");
  for (int x = 6; x < 10; ++x)
    for (int y = 0; y < 10; ++y) half.values(x, y) = std::nan("");
  EXPECT_EQ(read({half}).covered, 0.5);
  half.values(0, 0) = std::nan("");
  EXPECT_THROW(read({half}), Error);
  Map2 negative = good;
  negative.values(150, 150) = -1;
  EXPECT_THROW(read({negative}), Error);
}

// Two maps that know nothing of each other but a bumpy thickness (no slope: those are taken out
// anyway): beyond chance without it, and not with it. The pair that does know of each other stays.
TEST_F(GivenThicknessTest, takesOutWhatMapsShareByThickness) {
  constexpr int kSide = 96;
  const auto field = [](std::uint64_t stream) {
    return planted::smoothNoise(kSide, 1.5, 63, stream, false);
  };
  Map2 thickness = planted::smoothNoise(kSide, 4, 63, 9, false);
  double square = 0;
  for (const double v : thickness.values)
    square += v * v / static_cast<double>(thickness.values.size());
  for (double& v : thickness.values) v = 50 * (1 + 0.15 * v / std::sqrt(square));
  thickness.name = "thickness";
  thickness.unit = "nm";
  const auto thick = [&](Map2 map, const std::string& name) {
    double own = 0;
    for (const double v : map.values) own += v * v / static_cast<double>(map.values.size());
    for (std::size_t i = 0; i < map.values.size(); ++i)
      map.values[i] = thickness.values[i] * (1 + 0.08 * map.values[i] / std::sqrt(own));
    map.name = name;
    return map;
  };
  const Map2 a = thick(field(0), "a"), b = thick(field(1), "b");
  const Map2 alike = thick(planted::mixture(field(0), field(2), 0.6), "alike");
  const GivenThickness given = givenThickness(write({thickness}), "", MapGrid::of(a));
  const auto rowsWith = [&](const std::vector<Map2>& covariates) {
    return associate({{{b, alike}, {a}, {}, covariates}}, planted::plainSettings(399)).rows;
  };
  const auto without = rowsWith({});
  EXPECT_EQ(without[0].claim.verdict, Verdict::visible);
  EXPECT_GT(without[0].correlation.partial, 0.5);
  const auto with = rowsWith({given.map});
  EXPECT_NE(with[0].claim.verdict, Verdict::visible);
  EXPECT_LT(std::abs(with[0].correlation.partial), 0.15);
  EXPECT_EQ(with[1].claim.verdict, Verdict::visible);
  EXPECT_NEAR(with[1].correlation.partial, 0.6, 0.15);
}

}  // namespace
}  // namespace glasscope::compare
