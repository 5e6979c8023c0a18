#include "multislice/scan/focalAverage.h"

#include <cmath>

#include <gmock/gmock.h>

#include "multislice/scan/runScan.h"
#include "tests/multislice/SmallGlass.h"

namespace glasscope::multislice {
namespace {

Map2 mapOf(double value) {
  Map2 map;
  map.values = Array2<double>(2, 3, value);
  return map;
}

TEST(focalAverage, countsEveryFocusByItsWeight) {
  const std::vector<FocalNode> nodes = {{-10, 0.2}, {0, 0.7}, {10, 0.1}};
  std::vector<std::size_t> order;
  const std::vector<Map2> mean = focalAverage(nodes, [&](std::size_t n) {
    order.push_back(n);
    const double value = std::pow(10, n);
    return ScanResult{.window = {Grid(8, 8, 1, 1)},
                      .signals = {mapOf(value), mapOf(3)},
                      .standardErrors = {mapOf(0.01 * value), mapOf(0.5)}};
  });
  EXPECT_THAT(order, testing::ElementsAre(0, 1, 2));
  ASSERT_EQ(mean.size(), 4u);
  const double expected = 0.2 + 7 + 10;
  EXPECT_NEAR(mean[0].values(1, 2), expected, 1e-12);
  EXPECT_NEAR(mean[1].values(1, 2), 3, 1e-12);
  EXPECT_NEAR(mean[2].values(0, 0), 0.01 * expected, 1e-14);
  EXPECT_NEAR(mean[3].values(0, 0), 0.5, 1e-12);
}

TEST(focalAverage, ofOneFocusIsItsScanToTheBit) {
  const std::vector<Foil> foils = smallGlasses(2);
  ScanJob job = smallScan(foils[0]);
  job.pixelated.reset();
  job.scan = ScanGrid::covering(foils[0], 2, 1);
  const ScanResult scan = runScan(job, foils);
  const std::vector<Map2> mean =
      focalAverage(std::vector<FocalNode>{{}}, [&](std::size_t) { return scan; });
  ASSERT_EQ(mean.size(), 4u);
  for (std::size_t m = 0; m < 2; ++m) {
    for (int p = 0; p < 2; ++p) {
      EXPECT_EQ(mean[m].values(p, 0), scan.signals[m].values(p, 0));
      EXPECT_EQ(mean[m + 2].values(p, 0), scan.standardErrors[m].values(p, 0));
    }
  }
}

TEST(focalAverage, scansAtTheFociAroundTheDefocusAskedFor) {
  ScanJob job;
  job.label = "haadf";
  job.probe.aberrations.defocus_A = 30;
  const ScanJob there = atFocus(job, 30, {0, 1});
  EXPECT_EQ(there.probe.aberrations.defocus_A, 30);
  EXPECT_EQ(there.label, "haadf");
  const ScanJob node = atFocus(job, -20, {4.5, 0.3});
  EXPECT_EQ(node.probe.aberrations.defocus_A, -15.5);
  EXPECT_EQ(node.label, "haadf at -45.5 A");
}

// A spread far below the depth of focus (40 angstrom here) does nothing, with its five foci as with
// one; a wide one does.
TEST(focalAverage, ofASmallSpreadIsTheFocusItself) {
  const std::vector<Foil> foils = {smallGlass()};
  ScanJob job = smallScan(foils[0]);
  job.pixelated.reset();
  job.scan = ScanGrid::covering(foils[0], 2, 2);
  const auto through = [&](double spread_A, int count) {
    const std::vector<FocalNode> nodes = focalNodes(spread_A, count);
    return focalAverage(nodes,
                        [&](std::size_t n) { return runScan(atFocus(job, 0, nodes[n]), foils); });
  };
  const Map2 sharp = through(0, 1)[1], narrow = through(1, 5)[1], wide = through(100, 5)[1];
  double off = 0;
  for (int p = 0; p < 4; ++p) {
    EXPECT_NEAR(narrow.values[p] / sharp.values[p], 1, 2e-3);
    off = std::fmax(off, std::abs(wide.values[p] / sharp.values[p] - 1));
  }
  EXPECT_GT(off, 0.05);
}

}  // namespace
}  // namespace glasscope::multislice
