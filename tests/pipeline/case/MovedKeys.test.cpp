#include "pipeline/case/MovedKeys.h"

#include <fmt/format.h>

#include "pipeline/case/CaseFile.h"
#include "tests/pipeline/case/CaseMessage.h"

namespace glasscope::pipeline {
namespace {

using testing::HasSubstr;

TEST(MovedKeys, keysThatMovedSayWhereTo) {
  EXPECT_THAT(messageOf("[sim]\nsnapshots = 4\n"), HasSubstr("write 'snapshots.count'"));
  EXPECT_THAT(messageOf("", {"sim.snapshot_interval_ps=1"}), HasSubstr("'snapshots.interval_ps'"));
  EXPECT_THAT(messageOf("", {"sim.equilibration_ps=1"}), HasSubstr("'snapshots.equilibration_ps'"));
  EXPECT_THAT(messageOf("[configuration]\nthermal_motion = \"none\"\n"),
              testing::AllOf(HasSubstr("'snapshots.thermal_motion'"), HasSubstr("line 2")));
  EXPECT_THAT(messageOf("", {"configuration.relax_box=true"}), HasSubstr("'snapshots.relax_box'"));
  EXPECT_THAT(messageOf("", {"compare.haadf_resolution_A=1"}),
              HasSubstr("scan.haadf.truth_resolution_A"));
  EXPECT_THAT(messageOf(kMap + "defoci_A = [1]\n"), HasSubstr("series = {key = \"defocus_A\""));
  EXPECT_THAT(messageOf("", {"hrtem.defoci_A=[1]"}), HasSubstr("series = {key = \"defocus_A\""));
  EXPECT_THAT(messageOf("", {"scan.haadf.thicknesses_A=[1]"}), HasSubstr("\"foil.thickness_A\""));
  EXPECT_THAT(messageOf("[tilt_series]\nenabled = true\n"), HasSubstr("key = \"tilt_deg\""));
  EXPECT_THAT(messageOf("", {"tilt_series.angles_deg=[1]"}), HasSubstr("key = \"tilt_deg\""));
}

TEST(MovedKeys, tablesOfAnEarlierVersionSayWhatToWriteNow) {
  EXPECT_THAT(messageOf("[haadf]\nsemiangle_mrad = 9\n"),
              testing::AllOf(HasSubstr("write [[scan]] and below it name = \"haadf\""),
                             HasSubstr("scan.haadf.key"), HasSubstr("line 1")));
  EXPECT_THAT(messageOf("[hrtem]\nenabled = true\n"), HasSubstr("write [[image]]"));
  EXPECT_THAT(messageOf("[[scan]]\nname = \"mine\"\n[haadf]\nenabled = true\n"),
              HasSubstr("write [[scan]]"));
  EXPECT_THAT(messageOf("[[scan]]\nname = \"mine\"\n[mine]\nenabled = true\n"),
              HasSubstr("write [[scan]]"));
}

}  // namespace
}  // namespace glasscope::pipeline
