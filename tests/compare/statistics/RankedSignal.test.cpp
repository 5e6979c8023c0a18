#include "compare/statistics/RankedSignal.h"

#include <gtest/gtest.h>

namespace glasscope::compare {
namespace {

TEST(RankedSignal, sortsLowestFirstAndTiesByPixel) {
  const RankedSignal signal(std::vector<double>{3, 1, 3, 2});
  EXPECT_EQ(signal.rank, (std::vector<double>{3.5, 1, 3.5, 2}));
  EXPECT_EQ(signal.order, (std::vector<std::size_t>{1, 3, 0, 2}));
}

}  // namespace
}  // namespace glasscope::compare
