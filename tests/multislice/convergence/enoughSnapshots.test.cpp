#include "multislice/convergence/enoughSnapshots.h"

#include <cmath>

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
  const double wanted = 0.06;
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
  // Some thirty configurations give a deviation to 13 %, six of twenty positions another 20 %.
  EXPECT_NEAR(std::sqrt(error / size) / wanted, 1, 0.3);
  EXPECT_GE(spread.measured, spread.needed);  // the number stands on as many
}

TEST(enoughSnapshots, goesOnUntilWhatItMeasuredIsEnough) {
  const auto foils = smallGlasses(40);
  const ScanJob job = darkField(foils[0]);
  const SnapshotSpread few = enoughSnapshots(job, foils, 0.5);
  EXPECT_EQ(few.measured, 8);
  EXPECT_LE(few.needed, 8);
  // Deviations of one configuration are those that eight show; the error that 30 of them reach.
  const double deviation = few.standardError[0] * std::sqrt(40);
  const SnapshotSpread many = enoughSnapshots(job, foils, deviation / std::sqrt(30));
  EXPECT_GT(many.measured, 20);
  EXPECT_TRUE(many.measured >= many.needed || many.measured == 40);
  // Far more than there are: eight say so.
  const SnapshotSpread hopeless = enoughSnapshots(job, foils, deviation / 30);
  EXPECT_EQ(hopeless.measured, 8);
  // Thirty times as exact takes 900 times as many.
  EXPECT_NEAR(hopeless.needed, 900, 1);
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
