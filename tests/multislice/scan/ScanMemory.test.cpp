#include "multislice/scan/ScanMemory.h"

#include <gtest/gtest.h>

#include "core/system/Parallel.h"
#include "tests/multislice/SmallGlass.h"

namespace glasscope::multislice {
namespace {

TEST(ScanMemory, patternsOfARowAreHeldAsRecordsAsARowAndAsOnDisk) {
  const Foil foil = smallGlass();
  ScanJob job = smallScan(foil);
  job.scan = ScanGrid::covering(foil, 1, 1000);
  const double row = 1000.0 * 16 * 16, each = threadCount() * 16.0 * 16 * 4;
  EXPECT_EQ(ScanMemory::of(job, foil, 1, 16).patterns_bytes, row * (4 + 4 + 4) + each);
  EXPECT_EQ(ScanMemory::of(job, foil, 1, 16, 2).patterns_bytes, row * (4 + 4 + 2) + each);
  EXPECT_EQ(ScanMemory::of(job, foil, 1, 0).patterns_bytes, 0);
}

TEST(ScanMemory, keptSlicesAreMadeBeforeThereArePatterns) {
  ScanMemory memory{10, 1, 5, 7, true};
  EXPECT_EQ(memory.all_bytes(), 18);
  memory.builtFirst = false;
  EXPECT_EQ(memory.all_bytes(), 23);
}

TEST(ScanMemory, moreBandsAreTakenTogetherForMoreThreadsAsFarAsPatternsFit) {
  const Foil foil = smallGlass();
  ScanJob job = smallScan(foil);
  job.scan = ScanGrid::covering(foil, 1000, 4);
  const ScanLayout layout(job, foil, 1);
  ASSERT_EQ(layout.tileRows(), 1);
  // Sixteen positions for each thread, four groups of four, in rows of four.
  EXPECT_EQ(bandsTogether(layout, 16 * 16, 1, 0), 4);
  EXPECT_EQ(bandsTogether(layout, 16 * 16, 8, 0), 32);
  EXPECT_EQ(bandsTogether(layout, 16 * 16, 1, 64), 16);
  // 512 MB hold 32 rows of four patterns of 1000 x 1000 single-precision numbers.
  EXPECT_EQ(bandsTogether(layout, 1000 * 1000, 1000, 0), 32);
}

TEST(ScanMemory, wavesOfAStreamedTileTakeWhatSlicesLeave) {
  const Foil foil = smallGlass();
  ScanJob job = smallScan(foil);
  job.scan = ScanGrid::covering(foil, 60, 60);
  job.microscope.window_A = 6;
  for (const double budget_GB : {0.5e-3, 1e-3, 2e-3}) {
    job.potential_memory_GB = budget_GB;
    const ScanLayout layout(job, foil, 6);
    ASSERT_FALSE(layout.kept());
    const double waves = static_cast<double>(layout.tileRows()) * layout.tileColumns() *
                         static_cast<double>(gridOf(job, foil).pixels()) * 8;
    EXPECT_LE(waves + layout.potential_bytes(), 1.01e9 * budget_GB) << budget_GB;
    EXPECT_GT(waves + layout.potential_bytes(), 0.3e9 * budget_GB) << budget_GB;
  }
}

}  // namespace
}  // namespace glasscope::multislice
