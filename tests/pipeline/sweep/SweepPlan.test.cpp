#include "pipeline/sweep/SweepPlan.h"

#include <fstream>

#include <gmock/gmock.h>

#include "core/system/Error.h"
#include "tests/TemporaryFolder.h"

namespace glasscope::pipeline {
namespace {

using testing::AllOf;
using testing::HasSubstr;

// Hard spheres: a glass that costs nothing, imaged at a few positions.
constexpr const char* kCase = R"([sim]
atoms = 300
[sample]
kind = "hard_spheres"
[[scan]]
name = "haadf"
scan_nx = 4
scan_ny = 4
inner_mrad = 30
outer_mrad = 60
snapshots = 1
)";

class PlannedSweep : public testing::Test {
 protected:
  SweepPlan plan(const std::string& text, bool speed = false) {
    std::ofstream(folder_.path() / "set.toml") << kCase << text;
    const Sweep sweep = readSweep(folder_.path() / "set.toml", {});
    return planSweep(sweep, samplesOf(sweep), folder_.path(), speed);
  }
  TemporaryFolder folder_;
};

TEST_F(PlannedSweep, countsEachPieceOfWorkOnce) {
  const std::string seeds = "[[axis]]\nkey = \"case.seed\"\nvalues = [1, 2, 3]\n";
  const std::string doses = "[[axis]]\nkey = \"record.dose_e_per_A2\"\nvalues = [10, 100]\n";
  const SweepPlan clean = plan(seeds), recorded = plan(seeds + doses);
  EXPECT_EQ(recorded.samples, 6);
  EXPECT_EQ(recorded.glasses, 3);
  EXPECT_EQ(recorded.scans, 3);
  EXPECT_EQ(recorded.recordings, 6);
  EXPECT_EQ(clean.recordings, 0);
  EXPECT_DOUBLE_EQ(recorded.work.disk_bytes, clean.work.disk_bytes)
      << "glasses and scans are the same; a recording's disk is that of the set";
  EXPECT_DOUBLE_EQ(recorded.set_bytes, 2 * clean.set_bytes);
  EXPECT_THAT(recorded.text, AllOf(HasSubstr("6 samples"), HasSubstr("3 clean scans"),
                                   HasSubstr("train 2 of 1, validation 2 of 1, test 2 of 1")));
}

TEST_F(PlannedSweep, saysThatOneFamilyCannotBeSplit) {
  EXPECT_THAT(plan("[[axis]]\nkey = \"foil.thickness_A\"\nvalues = [10, 15]\n").text,
              HasSubstr("cannot be split"));
}

TEST_F(PlannedSweep, measuresTheTimeOfSomeKindsForAll) {
  const std::string two = "[[axis]]\nkey = \"case.seed\"\nvalues = [1, 2]\n";
  const SweepPlan quiet = plan(two), timed = plan(two, true);
  EXPECT_GT(timed.work.time_s, quiet.work.time_s);
  EXPECT_THAT(timed.text, HasSubstr("1 of 1 kinds"));
}

TEST_F(PlannedSweep, refusesWhatASampleWouldRefuseWithItsValues) {
  try {
    plan("[[axis]]\nkey = \"scan.haadf.scan_region_A\"\nvalues = [[0, 0, 5, 5], [0, 0, 500, 5]]\n");
    FAIL() << "a scan beyond the foil";
  } catch (const Error& error) {
    EXPECT_THAT(std::string(error.what()), HasSubstr("scan.haadf.scan_region_A = [0, 0, 500, 5]"));
  }
}

}  // namespace
}  // namespace glasscope::pipeline
