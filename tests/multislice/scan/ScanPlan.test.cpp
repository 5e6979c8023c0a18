#include "multislice/scan/ScanPlan.h"

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "multislice/potentials/SliceView.h"
#include "tests/multislice/SmallGlass.h"

namespace glasscope::multislice {
namespace {

TEST(ScanPlan, countsWhatWillBeDone) {
  const Foil foil = smallGlass();
  const ScanPlan p = plan(smallScan(foil), foil, 3);
  EXPECT_TRUE(p.feasible()) << p.text();
  EXPECT_EQ(p.probes.count, 60);
  EXPECT_EQ(p.sampling.slices, 6);  // five and one, because snapshots begin theirs at other heights
  EXPECT_GE(p.sampling.carriedAngle_mrad, 84);
  EXPECT_EQ(p.probes.patternPixels, 16);
  EXPECT_DOUBLE_EQ(p.storage.disk_bytes, 20.0 * 16 * 16 * 4);
  EXPECT_DOUBLE_EQ(
      p.storage.memory.potentials_bytes,
      3.0 * 6 * 8 * p.sampling.nx * static_cast<double>(SliceView::strideFor(p.sampling.ny)));
  EXPECT_GT(p.time.total_s, 0);
  EXPECT_NE(p.text().find("60"), std::string::npos);
}

TEST(ScanPlan, listsEveryReasonWhyAJobCannotRun) {
  const Foil foil = smallGlass();
  ScanJob job = smallScan(foil);
  job.microscope.grid_points = 64;
  job.annular = {{"haadf", 60, 400}};
  job.scan.origin_A = {100, 0};
  const ScanPlan p = plan(job, foil, 1);
  EXPECT_FALSE(p.feasible());
  ASSERT_EQ(p.refusals.size(), 2u) << p.text();
  EXPECT_NE(std::string(p.refusals[0].what()).find("outside the foil"), std::string::npos);
  EXPECT_NE(std::string(p.refusals[1].what()).find("haadf"), std::string::npos);
}

TEST(ScanPlan, refusesAJobThatDoesNotFitIntoMemory) {
  const Foil foil = smallGlass();
  const ScanJob job = smallScan(foil);
  const ScanPlan whole = plan(job, foil, 3);
  const double all = whole.storage.memory.all_bytes();
  // Room for one snapshot's potentials, but not for the three that the budget allows.
  const ScanPlan some = plan(job, foil, 3, 0.8 * all);
  ASSERT_EQ(some.refusals.size(), 1u) << some.text();
  EXPECT_NE(std::string(some.refusals[0].what()).find("potential_memory_GB"), std::string::npos);
  const ScanPlan none = plan(job, foil, 3, 1000);
  ASSERT_EQ(none.refusals.size(), 1u) << none.text();
  EXPECT_EQ(std::string(none.refusals[0].what()).find("potential_memory_GB"), std::string::npos);
  EXPECT_THROW(requireMemory(job, foil, 3, 1000), Error);
  EXPECT_NO_THROW(requireMemory(job, foil, 3, 1e12));
}

}  // namespace
}  // namespace glasscope::multislice
