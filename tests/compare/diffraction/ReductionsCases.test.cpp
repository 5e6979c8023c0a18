// Scans that are larger than what is looked at at once.
#include <algorithm>
#include <cmath>
#include <string>

#include <gtest/gtest.h>

#include "compare/diffraction/Reductions.h"
#include "tests/compare/PlantedPatterns.h"

namespace glasscope::compare {
namespace {

// Rows longer than what is in memory at once: every pattern has its own strength, and goes to its
// own place; the thick ones, all far from the beginning, are known by theirs.
TEST(ReductionsCases, takesLongRowsInParts) {
  constexpr int kLong = 150;
  const DatacubeShape shape = planted::patternShape(2, kLong, 48, 0.04);
  MemoryDatacube cube(shape);
  const auto strength = [](int rx, int ry) {
    return ry >= 140 ? 2.0 : 1 + 1e-4 * (ry + kLong * rx);
  };
  for (int rx = 0; rx < 2; ++rx)
    for (int ry = 0; ry < kLong; ++ry)
      cube.set(rx, ry, planted::pattern(shape, [&](double kx, double ky) {
                 return strength(rx, ry) * planted::glass(std::hypot(kx, ky));
               }));
  ReductionSettings settings;
  const Reductions reductions = reduce(cube, settings);
  const auto found = std::find_if(reductions.maps.begin(), reductions.maps.end(),
                                  [](const Map2& m) { return m.name == "virtual_bright_field"; });
  ASSERT_NE(found, reductions.maps.end());
  const Map2& field = *found;
  for (const int rx : {0, 1})
    for (int ry = 0; ry < kLong; ++ry)
      EXPECT_NEAR(field.values(rx, ry) / field.values(0, 0), strength(rx, ry), 1e-6) << ry;
  const auto variance = [&](double window) {
    settings.thicknessWindow = window;
    for (const Quantity& q : reduce(cube, settings).numbers)
      if (q.name == "V_Omega at the first ring") return q.value;
    return std::nan("");
  };
  EXPECT_GT(variance(0), 0.02);
  EXPECT_NEAR(variance(0.1), 0, 2e-4);  // strengths of 1 to 1.03
}

}  // namespace
}  // namespace glasscope::compare
