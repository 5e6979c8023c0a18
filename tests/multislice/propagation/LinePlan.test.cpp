#include "multislice/propagation/LinePlan.h"

#include <algorithm>
#include <numeric>
#include <set>

#include <gtest/gtest.h>

namespace glasscope::multislice {
namespace {

TEST(LinePlan, givesEveryValueASlotAndEveryFrequencyAPlace) {
  for (const int n : {18, 75, 98, 128, 162, 400, 768, 1250, 2048}) {
    const LinePlan plan(n);
    EXPECT_EQ(plan.size(), n);
    std::set<int> slots;
    for (int x = 0; x < n; ++x) slots.insert(plan.slotOf(x));
    EXPECT_EQ(slots.size(), static_cast<std::size_t>(n)) << n;
    EXPECT_LT(*slots.rbegin(), plan.slots()) << n;
    std::vector<int> frequencies = plan.frequencies(), all(n);
    std::iota(all.begin(), all.end(), 0);
    std::sort(frequencies.begin(), frequencies.end());
    EXPECT_EQ(frequencies, all) << n;
    EXPECT_EQ(plan.lastStarts().size() * plan.lastRadix(), static_cast<std::size_t>(n));
  }
}

TEST(LinePlan, countsFrequenciesByReversedDigits) {
  const int radices[] = {4, 3};
  // Position 3 k1 + k2 holds frequency k1 + 4 k2.
  EXPECT_EQ(LinePlan(radices).frequencies(),
            (std::vector<int>{0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11}));
}

TEST(LinePlan, refusesWhatItsRadicesDoNotMake) {
  EXPECT_FALSE(LinePlan::canPlan(11 * 64));
  EXPECT_FALSE(LinePlan::canPlan(16));
  EXPECT_FALSE(LinePlan::canPlan(-64));
  EXPECT_TRUE(LinePlan::canPlan(64));
}

}  // namespace
}  // namespace glasscope::multislice
