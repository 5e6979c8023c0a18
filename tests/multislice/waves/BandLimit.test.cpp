#include "multislice/waves/BandLimit.h"

#include <cmath>

#include <gtest/gtest.h>

namespace glasscope::multislice {
namespace {

TEST(BandLimit, isZeroOrOneWithAHardEdgeWhateverTheRounding) {
  // On many grids some frequency lies on the limit to the last bit or one beside it.
  for (int n = 8; n <= 1024; n = Grid::friendlySize(n + 2)) {
    for (double side : {39.96715598, 40.0, 10.0 / 3}) {
      const Grid grid(n, n, side, side);
      const BandLimit limit(grid);
      for (int i = 0; i < n; ++i) {
        for (int j : {0, 1, n / 5, n / 3, n - n / 3, n - 1}) {
          const double weight = limit.weight(i, j);
          ASSERT_TRUE(weight == 0 || weight == 1)
              << n << ": " << i << ", " << j << " gives " << weight;
          ASSERT_EQ(weight == 1, grid.carries(grid.kx_invA(i), grid.ky_invA(j)));
        }
      }
    }
  }
}

TEST(BandLimit, fallsSmoothlyWithATaper) {
  const Grid grid(96, 96, 8, 8);  // limit 4 1/angstrom, at index 32
  const BandLimit limit(grid, 1);
  EXPECT_EQ(limit.weight(24, 0), 1);
  EXPECT_NEAR(limit.weight(28, 0), 0.5, 1e-12);
  EXPECT_NEAR(limit.weight(32, 0), 0, 1e-12);
  EXPECT_EQ(limit.weight(33, 0), 0);
}

}  // namespace
}  // namespace glasscope::multislice
