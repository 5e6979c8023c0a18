#include "pipeline/report/ReportAccuracy.h"

#include <gmock/gmock.h>

#include "core/formats/Emd.h"
#include "core/system/Files.h"
#include "multislice/convergence/AccuracyJson.h"
#include "tests/TemporaryFolder.h"

namespace glasscope::pipeline {
namespace {

using testing::HasSubstr;

class ReportAccuracyTest : public testing::Test {
 protected:
  /// A run of one scan whose file says this of it; 0.4 % of its probes reached the edge.
  report::ReportSection section(const ScanCase& scan, const EmdMetadata& about,
                                const std::string& stated = "") {
    Case c;
    c.scans = {scan};
    RunDirectory run(folder_.path());
    StageRecord record;
    record.name = scan.name;
    record.facts = R"({"window": {"edge_intensity_max": 0.004}})";
    run.finish(record, c);
    const std::filesystem::path file = run.path(Product::signal, {scan.name});
    std::filesystem::create_directories(file.parent_path());
    Map2 map;
    map.name = scan.name;
    map.unit = "1";
    map.values = Array2<double>(2, 2);
    writeEmdMaps(file, {map}, about);
    if (!stated.empty()) writeFileAtomically(run.path(Product::accuracy, {scan.name}), stated);
    return accuracySection(c, run);
  }

  TemporaryFolder folder_;
};

TEST_F(ReportAccuracyTest, rulesOfThumbAreAddedUpWithTheWindow) {
  const report::ReportSection found =
      section(usualScan("haadf", ScanRecord::map),
              {{"typical_errors",
                R"({"signals": [{"name": "haadf", "sampling": 0.02, "slices": 0.01},
                                {"name": "bf", "sampling": 0.001, "slices": 0.0}]})"}});
  ASSERT_EQ(found.numbers.size(), 2u);
  // 1.3 times what reached the edge: 0.52 %.
  EXPECT_NEAR(found.numbers[0].value, 2 + 1 + 0.52, 1e-9);
  EXPECT_NEAR(found.numbers[1].value, 0.1 + 0.52, 1e-9);
  EXPECT_EQ(found.numbers[0].unit, "%");
  EXPECT_THAT(found.numbers[1].name, HasSubstr("bf"));
  EXPECT_THAT(found.numbers[0].note,
              HasSubstr("rules of thumb: sampling 2, slices 1, window 0.52"));
}

TEST_F(ReportAccuracyTest, whatWasStatedStandsInPlaceOfRules) {
  ScanCase scan = usualScan("haadf", ScanRecord::map);
  scan.accuracy_percent = 2;
  multislice::AccuracyChoice choice;
  choice.asked = 0.02;
  choice.signals = {{{.name = "haadf"}, true, 0.004, 0.015}, {{.name = "faint"}, false, 0.1, 0.2}};
  const report::ReportSection found = section(scan, {}, multislice::accuracyJson(choice));
  ASSERT_EQ(found.numbers.size(), 2u);
  EXPECT_NEAR(found.numbers[0].value, 1.5, 1e-9) << "the limit, not what was found";
  EXPECT_THAT(found.numbers[0].note, HasSubstr("2 % were asked for"));
  EXPECT_THAT(found.numbers[1].note, HasSubstr("too faint"));
}

TEST_F(ReportAccuracyTest, aScanThatSaysNothingIsLeftOut) {
  EXPECT_TRUE(section(usualScan("haadf", ScanRecord::map), {}).numbers.empty());
}

}  // namespace
}  // namespace glasscope::pipeline
