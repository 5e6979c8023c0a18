#include "core/atoms/SpeciesNumbers.h"

#include <vector>

#include <gtest/gtest.h>

namespace glasscope {
namespace {

TEST(SpeciesNumbers, mayBeTypesWhereTheyLeaveFewGaps) {
  for (const std::vector<int>& types :
       {std::vector<int>{1}, {1, 2}, {1, 2, 3}, {2}, {1, 3}, {2, 4}})
    EXPECT_TRUE(mayBeTypes(types)) << types.back();
  for (const std::vector<int>& elements :
       {std::vector<int>{}, {29}, {29, 40}, {1, 8}, {1, 6, 8}, {3}, {13, 14}})
    EXPECT_FALSE(mayBeTypes(elements));
}

TEST(SpeciesNumbers, areNamedByTheirSymbols) {
  EXPECT_EQ(symbolsOf(std::vector<int>{1, 2}), "H, He");
}

}  // namespace
}  // namespace glasscope
