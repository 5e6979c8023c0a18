#include "multislice/convergence/enoughSnapshots.h"

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "core/system/Parallel.h"
#include "multislice/scan/runScan.h"
#include "tests/multislice/SmallGlass.h"

namespace glasscope::multislice {
namespace {

ScanJob darkField(const Foil& foil) {
  ScanJob job = smallScan(foil);
  job.pixelated.reset();
  job.annular = {{"haadf", 40, 80}};
  return job;
}

TEST(enoughSnapshots, asManyAsItAsksForReachTheStandardError) {
  const auto foils = smallGlasses(40);
  const ScanJob job = darkField(foils[0]);
  const double wanted = 0.1;
  const SnapshotSpread spread = enoughSnapshots(job, foils, wanted);
  ASSERT_GE(spread.needed, 2);
  ASSERT_LE(spread.needed, 40);
  const auto count = static_cast<std::size_t>(spread.needed);
  const ScanResult result = runScan(job, std::span(foils).first(count));
  double error = 0, size = 0;
  for (std::size_t i = 0; i < 20; ++i) {
    error += std::pow(result.standardErrors[0].values[i], 2);
    size += std::pow(result.signals[0].values[i], 2);
  }
  // Eight configurations give a deviation to 27 %, six of twenty positions another 20 %.
  EXPECT_NEAR(std::sqrt(error / size) / wanted, 1, 0.6);
  // Four times as exact takes sixteen times as many.
  EXPECT_NEAR(enoughSnapshots(job, foils, wanted / 4).needed, 16 * spread.needed, 16);
}

TEST(enoughSnapshots, isTheSameOnAnyNumberOfThreadsAndNeedsTwo) {
  const auto foils = smallGlasses(5);
  const ScanJob job = darkField(foils[0]);
  const int before = threadCount();
  setThreadCount(1);
  const SnapshotSpread one = enoughSnapshots(job, foils, 0.01);
  setThreadCount(3);
  EXPECT_EQ(enoughSnapshots(job, foils, 0.01).standardError, one.standardError);
  setThreadCount(before);
  EXPECT_THROW(enoughSnapshots(job, std::span(foils).first(1), 0.01), Error);
}

}  // namespace
}  // namespace glasscope::multislice
