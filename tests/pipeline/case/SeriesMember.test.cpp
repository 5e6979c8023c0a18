#include "pipeline/case/SeriesMember.h"

#include <fmt/format.h>

#include "core/settings/BoundFields.h"
#include "pipeline/case/CaseTables.h"
#include "tests/pipeline/case/CaseMessage.h"

namespace glasscope::pipeline {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string over(const std::string& key, const std::string& values = "[1, 2]") {
  return kMap + fmt::format("series = {{key = \"{}\", values = {}}}\n", key, values);
}

TEST(SeriesMember, differsFromItsCaseInThatSettingAlone) {
  for (const char* key : {"defocus_A", "semiangle_mrad", "outer_mrad", "c34_A", "foil.thickness_A",
                          "microscope.voltage_kV", "record.dose_e_per_A2", "record.jitter_A"}) {
    const Case c = parseCase(over(key, "[70, 80]"), "case.toml", {});
    Case plain = c;
    plain.scans.front().series = {};
    const Case member = memberOf(c, "haadf", c.scans.front().series, 80);
    const FieldValue difference =
        FieldValue::diff(valuesOf(caseTables(plain)), valuesOf(caseTables(member)));
    ASSERT_EQ(difference.size(), 1u) << key << difference;
    EXPECT_EQ(difference[0]["value"], 80) << key;
    EXPECT_THAT(difference[0]["path"].get<std::string>(),
                testing::EndsWith(std::string(key).substr(std::string(key).rfind('.') + 1)));
  }
}

TEST(SeriesMember, valuesOfTheCaseItselfAreNotOtherOnes) {
  const Case c = parseCase(over("defocus_A", "[-50, 10, 10, 50]") + "defocus_A = 10\n", "", {});
  const SeriesCase& series = c.scans.front().series;
  EXPECT_EQ(ownValue(c, "haadf", series), 10);
  EXPECT_THAT(otherValues(c, "haadf", series), ElementsAre(-50, 50));
  EXPECT_THAT(otherValues(c, "haadf", {}), testing::IsEmpty());
}

TEST(SeriesMember, axesAndFilesSayTheSettingAndItsUnit) {
  const SeriesCase defocus{"defocus_A", {1}}, dose{"record.dose_e_per_A2", {1}},
      oversampling{"microscope.potential_oversampling", {1}};
  EXPECT_EQ(axisName(defocus) + " " + axisUnit(defocus), "defocus A");
  EXPECT_EQ(axisName(dose) + " " + axisUnit(dose), "dose e_per_A2");
  EXPECT_EQ(axisName(oversampling) + " " + axisUnit(oversampling), "potential_oversampling ");
  EXPECT_EQ(memberName(defocus, 3, -100), "defocus_3_-100A");
}

TEST(SeriesMember, aberrationsAloneShareAMatrix) {
  for (const char* key : {"defocus_A", "c30_A", "phi12_deg"})
    EXPECT_TRUE(variesAberrations({key, {1}})) << key;
  for (const char* key : {"semiangle_mrad", "outer_mrad", "foil.thickness_A", "tilt_deg", ""})
    EXPECT_FALSE(variesAberrations({key, {1}})) << key;
}

TEST(SeriesMember, aSeriesThatCannotBeIsRefusedByItsKey) {
  EXPECT_THAT(messageOf(over("defokus_A")), HasSubstr("haadf.defocus_A"));
  EXPECT_THAT(messageOf(over("defocus_nm")), HasSubstr("defocus_A"));
  EXPECT_THAT(messageOf(over("sim.atoms")), HasSubstr("no key of the scan itself"));
  EXPECT_THAT(messageOf(over("nanodiffraction.defocus_A")), HasSubstr("no key of the scan itself"));
  EXPECT_THAT(messageOf(over("records")), HasSubstr("one number"));
  EXPECT_THAT(messageOf(over("foil.wedge_A")), HasSubstr("one number"));
  EXPECT_THAT(messageOf(over("scan_nx")), HasSubstr("make several scans"));
  EXPECT_THAT(messageOf(over("foil.tile_x")), HasSubstr("make several scans"));
  EXPECT_THAT(messageOf(over("semiangle_mrad", "[10, -1]")), HasSubstr("> 0"));
  EXPECT_THAT(messageOf(over("outer_mrad", "[80, 50]")), HasSubstr("no area"))
      << "the other keys of the scan count too: inner_mrad is 60";
  EXPECT_THAT(messageOf(over("microscope.potential_oversampling", "[1.5]")),
              HasSubstr("whole number"));
  EXPECT_THAT(messageOf(over("defocus_A", "[]")), HasSubstr("it has no values"));
  EXPECT_THAT(messageOf(kMap + "series = {values = [1]}\n"), HasSubstr("it says no key"));
  EXPECT_THAT(messageOf(kMap + "series = {key = \"defocus_A\", value = [1]}\n"),
              HasSubstr("scan.haadf.series.values"));
  EXPECT_THAT(messageOf(kPatterns + "series = {key = \"tilt_deg\", values = [1]}\n"),
              HasSubstr("stack of maps"));
  EXPECT_THAT(messageOf(over("tilt_deg", "[400]")), HasSubstr("-360 to 360"));
  EXPECT_THAT(messageOf(over("tilt_deg") + "scan = \"line\"\nscan_from_A = [0, 0]\nscan_to_A = [1, "
                                           "1]\n"),
              HasSubstr("along the axes of the foil"));
  EXPECT_THAT(messageOf("[[image]]\nname = \"i\"\nseries = {key = \"snapshots\", values = [9]}\n"),
              HasSubstr("same positions"));
  EXPECT_THAT(messageOf("[[image]]\nname = \"i\"\nseries = {key = \"tilt_deg\", values = [9]}\n"),
              HasSubstr("number of the lens"));
}

TEST(SeriesMember, aListOfValuesMayBeARange) {
  EXPECT_THAT(parseCase(over("tilt_deg", "\"-60:60:60\""), "", {}).scans[0].series.values,
              ElementsAre(-60, 0, 60));
  const Case c = parseCase("", "", {"haadf.series={key=\"defocus_A\", values=\"10:20:5\"}"});
  EXPECT_THAT(c.scans[0].series.values, ElementsAre(10, 15, 20));
  EXPECT_EQ(resolvedToml(parseCase(resolvedToml(c), "resolved", {})), resolvedToml(c));
}

}  // namespace
}  // namespace glasscope::pipeline
