#include "sim/mobility/VanHove.h"

#include <gtest/gtest.h>

#include "core/math/Random.h"

namespace glasscope::sim {
namespace {

// Five hundred atoms, anywhere about their sites at each of eight times.
Trajectory places() {
  Trajectory way;
  for (int f = 0; f < 8; ++f) {
    way.times_ps.push_back(f);
    way.positions.emplace_back();
    for (int i = 0; i < 500; ++i) {
      Random random(4, "place", static_cast<std::uint64_t>(f), static_cast<std::uint64_t>(i));
      const double x = random.normal(), y = random.normal(), z = random.normal();
      way.positions.back().emplace_back(0.2 * x, 0.2 * y, 0.2 * z);
    }
  }
  for (int i = 0; i < 500; ++i) way.ids.push_back(i + 1);
  return way;
}

TEST(VanHove, isOneInAllAndHasTheMeanSquare) {
  const Trajectory way = places();
  const TimeLag lag = timeLags(way.times_ps, 8, 100).front();
  const VanHove found = VanHove::of(way, lag, 0.02);
  double all = 0, square = 0, truth = 0;
  for (std::size_t b = 0; b < found.density_invA.size(); ++b) {
    const double r = (static_cast<double>(b) + 0.5) * 0.02;
    all += 0.02 * found.density_invA[b];
    square += 0.02 * found.density_invA[b] * r * r;
  }
  for (const auto& [from, to] : lag.origins)
    for (std::size_t i = 0; i < way.atoms(); ++i)
      truth += (way.positions[to][i] - way.positions[from][i]).squaredNorm() /
               static_cast<double>(way.atoms() * lag.origins.size());
  EXPECT_NEAR(all, 1, 1e-12);
  EXPECT_NEAR(square, truth, 1e-3 * truth);  // bins of a tenth of the width
}

// Two atoms, of which one goes 0.05 and the other 0.19 angstrom: bins of 0.02 begin at nought.
TEST(VanHove, countsInTheBinOfTheDistance) {
  Trajectory way;
  way.times_ps = {0, 3};
  way.ids = {1, 2};
  way.positions = {{{1, 2, 3}, {4, 5, 6}}, {{1.03, 2, 3.04}, {4, 4.81, 6}}};
  const VanHove found = VanHove::of(way, {3, {{0, 1}}}, 0.02);
  ASSERT_EQ(found.density_invA.size(), 10u);
  for (std::size_t b = 0; b < 10; ++b)
    EXPECT_NEAR(found.density_invA[b], b == 2 || b == 9 ? 0.5 / 0.02 : 0, 1e-9) << b;
}

}  // namespace
}  // namespace glasscope::sim
