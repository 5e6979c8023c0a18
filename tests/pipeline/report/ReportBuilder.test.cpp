#include "pipeline/report/ReportBuilder.h"

#include <gmock/gmock.h>

#include "tests/TemporaryFolder.h"

namespace glasscope::pipeline {
namespace {

// A scan names itself in what it says, other stages do not: each name stands there once.
TEST(ReportBuilder, saysWhoWarnsOnce) {
  const TemporaryFolder folder;
  RunDirectory run(folder.path());
  const Case c;
  StageRecord scan;
  scan.name = "haadf";
  scan.warnings = {"haadf: too narrow", "haadf at +10.0 A: too narrow", "haadfs are many", "late"};
  run.finish(scan, c);
  EXPECT_THAT(buildReport(c, run).run.warnings,
              testing::ElementsAre("haadf: too narrow", "haadf at +10.0 A: too narrow",
                                   "haadf: haadfs are many", "haadf: late"));
}

}  // namespace
}  // namespace glasscope::pipeline
