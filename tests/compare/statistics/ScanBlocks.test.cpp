#include "compare/statistics/ScanBlocks.h"

#include <cmath>
#include <map>

#include <gtest/gtest.h>

#include "core/math/Random.h"

namespace glasscope::compare {
namespace {

TEST(ScanBlocks, areNeighboursOfNearlyEqualNumber) {
  const ScanBlocks blocks(10, 6);
  EXPECT_EQ(blocks.count(), 16);
  std::map<int, int> positions;
  for (int x = 0; x < 10; ++x)
    for (int y = 0; y < 6; ++y) ++positions[blocks.of(x, y)];
  ASSERT_EQ(positions.size(), 16u);
  for (const auto& [block, count] : positions) {
    EXPECT_GE(count, 2) << block;  // 10 in four parts: 2 or 3; 6: 1 or 2
    EXPECT_LE(count, 6) << block;
  }
  EXPECT_EQ(blocks.of(0, 0), 0);
  EXPECT_EQ(blocks.of(9, 5), 15);
  EXPECT_EQ(blocks.of(0, 5), 3);  // y runs fastest
}

TEST(ScanBlocks, areSinglePositionsInASmallScan) {
  EXPECT_EQ(ScanBlocks(1, 1).count(), 1);
  EXPECT_EQ(ScanBlocks(2, 3).count(), 6);
}

// One value a block: the jackknife error of a mean is s / sqrt(B) exactly.
TEST(ScanBlocks, errorOfAMeanIsItsStandardError) {
  const ScanBlocks blocks(4, 4);
  BlockMeans means(blocks, 1);
  Random random(7, "values");
  std::vector<double> values;
  for (int b = 0; b < 16; ++b) {
    values.push_back(random.normal());
    means.add(b, std::vector<double>{values.back()});
  }
  double mean = 0, squares = 0;
  for (const double v : values) mean += v / 16;
  for (const double v : values) squares += (v - mean) * (v - mean);
  EXPECT_NEAR(means.mean()[0], mean, 1e-14);
  EXPECT_NEAR(means.errors()[0], std::sqrt(squares / 15 / 16), 1e-14);
}

TEST(ScanBlocks, leaveOutWhatIsNoNumber) {
  BlockMeans means(ScanBlocks(2, 1), 2);
  means.add(0, std::vector<double>{1, std::nan("")});
  means.add(0, std::vector<double>{std::nan(""), std::nan("")});
  means.add(1, std::vector<double>{3, std::nan("")});
  EXPECT_EQ(means.mean()[0], 2);
  EXPECT_TRUE(std::isnan(means.mean()[1]));
  EXPECT_NEAR(means.errors()[0], 1, 1e-14);  // of 1 and 3: s = sqrt(2), over sqrt(2)
  EXPECT_TRUE(std::isnan(means.errors()[1]));
}

TEST(ScanBlocks, oneBlockHasNoError) {
  EXPECT_TRUE(std::isnan(jackknifeErrors({{1.0}})[0]));
  EXPECT_TRUE(jackknifeErrors({}).empty());
  EXPECT_TRUE(std::isnan(jackknifeErrors({{1.0}, {std::nan("")}})[0]));
}

}  // namespace
}  // namespace glasscope::compare
