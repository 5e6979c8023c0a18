#include "pipeline/case/CaseTables.h"

#include <fmt/format.h>

#include "pipeline/case/CaseFile.h"
#include "tests/pipeline/case/CaseMessage.h"

namespace glasscope::pipeline {
namespace {

using testing::HasSubstr;

TEST(CaseTables, keysOfPatternsAndOfMapsBelongToScansThatRecordThem) {
  EXPECT_THAT(messageOf(kMap + "pixels = 64\n"),
              testing::AllOf(HasSubstr("line 3"), HasSubstr("records = \"patterns\"")));
  EXPECT_THAT(messageOf(kPatterns + "inner_mrad = 40\n"), HasSubstr("records = \"map\""));
  EXPECT_THAT(messageOf("", {"haadf.dtype=float16"}), HasSubstr("records = \"patterns\""));
  EXPECT_THAT(messageOf("", {"scan.haadf.dtype=float16"}), HasSubstr("records = \"patterns\""));
  const Case turned = parseCase("", "", {"haadf.records=patterns", "haadf.pixels=64"});
  EXPECT_EQ(scanOf(turned).pixelated.pixels, 64);
  EXPECT_THAT(messageOf(kMap + "records = \"pattern\"\n"), HasSubstr("map, patterns"));
}

TEST(CaseTables, aKeyOfAScanThatThereIsNotNamesThoseThatThereAre) {
  EXPECT_THAT(messageOf(kMap, {"scan.hadf.semiangle_mrad=9"}), HasSubstr("did you mean 'haadf'"));
  EXPECT_THAT(messageOf(kMap, {"scan.nanodiffraction.pixels=64"}),
              testing::AllOf(HasSubstr("the case has haadf"), HasSubstr("[[scan]]")));
  EXPECT_THAT(messageOf("scan = []\n", {"scan.haadf.semiangle_mrad=9"}),
              HasSubstr("the case has none"));
  EXPECT_THAT(messageOf("", {"scan.hrtem.pixels=64"}), HasSubstr("There is no scan 'hrtem'"));
}

TEST(CaseTables, aKeyInAListIsSetByTheNameOfItsTable) {
  const Case c = parseCase(
      kPatterns + kMap + "semiangle_mrad = 9\n", "case.toml",
      {"scan.nanodiffraction.semiangle_mrad=2", "image.hrtem.pixels=64", "haadf.outer_mrad=80"});
  EXPECT_EQ(scanOf(c).probe.semiangle_mrad, 9);
  EXPECT_EQ(scanOf(c).annular.outer_mrad, 80) << "the list may be left out";
  EXPECT_EQ(scanOf(c, "nanodiffraction").probe.semiangle_mrad, 2);
  EXPECT_EQ(c.images.at(0).pattern.pixels, 64);
  EXPECT_THAT(messageOf("", {"scan.hrtem.pixels=64"}), HasSubstr("There is no scan 'hrtem'"));
  EXPECT_THAT(messageOf("", {"scan.haadf.semi_angle_mrad=9"}),
              HasSubstr("scan.haadf.semiangle_mrad"));
}

}  // namespace
}  // namespace glasscope::pipeline
