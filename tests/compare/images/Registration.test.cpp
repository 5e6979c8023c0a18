#include "compare/images/Registration.h"

#include <gtest/gtest.h>

#include "core/math/Random.h"
#include "core/system/Error.h"
#include "tests/compare/Planted.h"

namespace glasscope::compare {
namespace {

// A shift by Fourier interpolation is exact on periodic maps, so a hundredth of a pixel comes back.
TEST(Registration, recoversPlantedShiftsOfPeriodicMaps) {
  Map2 map = planted::smoothNoise(64, 2, 41, 0, true);
  map.pixel_A = {0.5, 0.5};
  for (const Vec2& shift : {Vec2(0, 0), Vec2(1.5, -2), Vec2(0.13, 0.27), Vec2(-3.21, 5.07)}) {
    const Registration found = registerShift(map, shifted(map, shift));
    EXPECT_NEAR(found.shift_A.x(), shift.x(), 0.005);
    EXPECT_NEAR(found.shift_A.y(), shift.y(), 0.005);
    EXPECT_NEAR(found.peak, 1, 1e-3);
  }
}

// Windows of a larger field: what moves in at one edge was not there before, hence a tenth of a
// pixel.
TEST(Registration, recoversShiftsOfOpenMapsWithNoise) {
  const Map2 field = planted::smoothNoise(128, 2, 42, 0, true);
  const Map2 moved = shifted(field, {2.3, -1.6});
  const auto window = [&](const Map2& from, std::uint64_t stream) {
    Map2 map;
    map.values = Array2<double>(80, 80);
    Random random(43, "noise", stream);
    double rms = 0;
    for (const double v : from.values) rms += v * v / static_cast<double>(from.values.size());
    for (int x = 0; x < 80; ++x) {
      for (int y = 0; y < 80; ++y) {
        map.values(x, y) = from.values(x + 20, y + 20) + 0.1 * std::sqrt(rms) * random.normal();
      }
    }
    return map;
  };
  const Registration found = registerShift(window(field, 0), window(moved, 1));
  EXPECT_NEAR(found.shift_A.x(), 2.3, 0.1);
  EXPECT_NEAR(found.shift_A.y(), -1.6, 0.1);
}

TEST(Registration, refusesWhatCannotBeRegistered) {
  const Map2 map = planted::smoothNoise(32, 2, 41, 0, true);
  Map2 constant = map;
  for (double& v : constant.values) v = 3;
  EXPECT_THROW(registerShift(map, constant), Error);
  EXPECT_THROW(registerShift(map, planted::smoothNoise(16, 2, 41, 0, true)), Error);
}

}  // namespace
}  // namespace glasscope::compare
