#include "pipeline/case/ElementNames.h"

#include <map>

#include <fmt/format.h>

#include "core/settings/BoundFields.h"
#include "pipeline/case/CaseFile.h"
#include "tests/pipeline/case/CaseMessage.h"

namespace glasscope::pipeline {
namespace {

using testing::HasSubstr;

std::string namesOf(const Case& c) {
  std::string names;
  for (const ScanCase& scan : c.scans)
    if (scan.enabled) names += scan.name + (scan.recordsPatterns() ? "(patterns) " : " ");
  for (const ImageCase& image : c.images)
    if (image.enabled) names += image.name + "(image) ";
  return names;
}

TEST(ElementNames, aTableInAListHasANameOfItsOwn) {
  EXPECT_THAT(messageOf("[[scan]]\nsemiangle_mrad = 9\n"), HasSubstr("every [[scan]] has a name"));
  EXPECT_THAT(messageOf(kMap + kMap), testing::AllOf(HasSubstr("\"haadf\""), HasSubstr("line 3"),
                                                     HasSubstr("a name of its own")));
  EXPECT_THAT(messageOf(kMap + "[[image]]\nname = \"haadf\"\n"), HasSubstr("a name of its own"));
  EXPECT_THAT(messageOf("[scan]\nname = \"haadf\"\n"), HasSubstr("write [[scan]]"));
  EXPECT_THAT(messageOf("scan = [3]\n"), HasSubstr("case.toml, line 1"));
  EXPECT_THAT(messageOf("[[scan]]\nname = 3\n"), HasSubstr("every [[scan]] has a name"));
  for (const std::string name :
       {"", "a b", "a.b", "../up", "a/b", "h\u00e4",
        "12345678901234567890123456789012345678901234567890123456789012345"})
    EXPECT_THAT(messageOf(fmt::format("[[scan]]\nname = \"{}\"\n", name)),
                HasSubstr("letters, digits"))
        << name;
  for (const char* name : {"foil", "sim", "record", "compare", "report", "scan", "tilt_series"})
    EXPECT_THAT(messageOf(fmt::format("[[scan]]\nname = \"{}\"\n", name)),
                HasSubstr("a table of the case or a stage"))
        << name;
}

TEST(ElementNames, withoutScansTwoAreMadeAndOfAListOnlyThese) {
  const std::map<std::string, std::string> made = {
      {"", "haadf nanodiffraction(patterns) "},
      {kMap, "haadf "},
      {"scan = []\n[[image]]\nname = \"hrtem\"\n", "hrtem(image) "},
      {kMap + "enabled = false\n", ""},
      {"image = []\n" + kPatterns + "[[scan]]\nname = \"far-field_2\"\n",
       "nanodiffraction(patterns) far-field_2 "},
      {"[[scan]]\nname = \"hrtem\"\n", "hrtem "},
      {"[[image]]\nname = \"near\"\n[[image]]\nname = \"far\"\n",
       "haadf nanodiffraction(patterns) near(image) far(image) "}};
  for (const auto& [text, names] : made) {
    const Case c = parseCase(text, "case.toml", {});
    EXPECT_EQ(namesOf(c), names) << text;
    EXPECT_EQ(resolvedToml(parseCase(resolvedToml(c), "resolved", {})), resolvedToml(c)) << text;
  }
}

// The name is no setting: what another scan of the same keys would do is the same to the last key.
TEST(ElementNames, scansOfOtherNamesBeginWithTheSameSettings) {
  for (const ScanRecord records : {ScanRecord::map, ScanRecord::patterns}) {
    const auto settingsOf = [&](const std::string& name) {
      Case c = parseCase(fmt::format("[[scan]]\nname = \"{}\"\nrecords = \"{}\"\nscan_step_A = 2\n",
                                     name, textOf(records)),
                         "case.toml", {});
      return valuesOf(c.scans.at(0));
    };
    EXPECT_EQ(settingsOf("nanodiffraction"), settingsOf("haadf"));
    EXPECT_EQ(settingsOf("x"), settingsOf("haadf"));
  }
  const Case usual = parseCase("", "", {});
  EXPECT_EQ(scanOf(usual).probe.semiangle_mrad, 25);
  EXPECT_EQ(scanOf(usual, "nanodiffraction").probe.semiangle_mrad, 3);
  EXPECT_EQ(scanOf(usual, "nanodiffraction").pixelated.max_angle_mrad, 40);
}

TEST(ElementNames, theMapOfAScanHasItsName) {
  EXPECT_EQ(parseCase("[[scan]]\nname = \"dark\"\n", "", {}).scans.at(0).annular.name, "dark");
  EXPECT_THAT(messageOf("[[scan]]\nname = \"dark\"\ndetectors = [\"name=dark outer_mrad=3\"]\n"),
              HasSubstr("Two detectors have one name"));
}

TEST(ElementNames, aStepHasANameThatNoScanHas) {
  const std::string melt = "[[step]]\nname = \"haadf\"\nkind = \"melt\"\n";
  EXPECT_THAT(messageOf(kMap + melt), HasSubstr("a name of its own"));
  EXPECT_THAT(messageOf("[[step]]\nname = \"shear\"\nkind = \"melt\"\n"),
              HasSubstr("a table of the case or a stage"));
}

}  // namespace
}  // namespace glasscope::pipeline
