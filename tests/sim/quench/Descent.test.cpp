#include "sim/quench/Descent.h"

#include <vector>

#include <gtest/gtest.h>

namespace glasscope::sim {
namespace {

// A box whose pressure is off by `left_bar` after one round and the next, and by `after_bar` from
// then on.
struct PlannedBox {
  std::vector<double> left_bar;
  double after_bar = 0;
  std::size_t rounds = 0;

  double relaxed() {
    return relaxByRounds([this] {
      const double left = rounds < left_bar.size() ? left_bar[rounds] : after_bar;
      ++rounds;
      return left;
    });
  }
};

// 120 GPa are 1.2e6 bar: of a hundred-thousandth of the volume 12 bar are left.
TEST(Descent, aBoxIsRelaxedUntilAHundredThousandthOfItsVolumeIsLeft) {
  PlannedBox box{.left_bar = {9e4, 1.4e4, 120, 12.1, 11.9}};
  EXPECT_EQ(box.relaxed(), 11.9);
  EXPECT_EQ(box.rounds, 5u);
  PlannedBox atOnce{.left_bar = {12}};
  EXPECT_EQ(atOnce.relaxed(), 12);
  EXPECT_EQ(atOnce.rounds, 1u);
}

TEST(Descent, aBoxThatDoesNotComeToRestIsLeftAfterTwentyRounds) {
  PlannedBox never{.left_bar = {}, .after_bar = 13};
  EXPECT_EQ(never.relaxed(), 13);
  EXPECT_EQ(never.rounds, 20u);
  PlannedBox late{.left_bar = std::vector<double>(19, 50.0), .after_bar = 5};
  EXPECT_EQ(late.relaxed(), 5);
}

}  // namespace
}  // namespace glasscope::sim
