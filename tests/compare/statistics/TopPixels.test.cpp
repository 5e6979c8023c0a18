#include "compare/statistics/TopPixels.h"

#include <gtest/gtest.h>

namespace glasscope::compare {
namespace {

TEST(TopPixels, areThoseAtOrAboveTheQuantile) {
  const TopPixels top = TopPixels::of(std::vector<double>{3, 9, 1, 7, 5, 8, 2, 6, 4, 0}, 0.2);
  EXPECT_EQ(top.hit, (std::vector<unsigned char>{0, 1, 0, 0, 0, 1, 0, 0, 0, 0}));
  EXPECT_EQ(top.hits, 2);
  EXPECT_DOUBLE_EQ(top.prevalence(), 0.2);
}

// Ties at the threshold all belong; at least one pixel does, and of nothing none.
TEST(TopPixels, includeTies) {
  EXPECT_EQ(TopPixels::of(std::vector<double>{1, 2, 2, 2, 0, 0, 0, 0, 0, 0}, 0.1).hits, 3);
  EXPECT_EQ(TopPixels::of(std::vector<double>{1, 2, 3}, 0.01).hits, 1);
  EXPECT_EQ(TopPixels::of(std::vector<double>{}, 0.1).prevalence(), 0);
}

}  // namespace
}  // namespace glasscope::compare
