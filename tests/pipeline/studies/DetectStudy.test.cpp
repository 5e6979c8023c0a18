#include "pipeline/studies/DetectStudy.h"

#include <algorithm>
#include <fstream>

#include "core/system/Text.h"
#include "pipeline/case/CaseFile.h"
#include "tests/pipeline/ProgramTest.h"

namespace glasscope::pipeline {
namespace {

using testing::Contains;
using testing::HasSubstr;

Case caseOf(const std::vector<std::string>& overrides) {
  return parseCase("", "test", overrides);
}

TEST(DetectStudy, makesGlassesOfOtherSeeds) {
  const auto samples = detectSamples(caseOf({"detect.replicas=3", "case.seed=7"}));
  ASSERT_EQ(samples.size(), 3u);
  EXPECT_TRUE(samples[0].overrides.empty());  // the case's own
  ASSERT_EQ(samples[1].overrides.size(), 1u);
  EXPECT_THAT(samples[1].overrides[0], HasSubstr("case.seed="));
  EXPECT_NE(samples[1].overrides, samples[2].overrides);
  EXPECT_EQ(detectSamples(caseOf({"detect.replicas=3", "case.seed=7"}))[2].overrides,
            samples[2].overrides);
  EXPECT_NE(detectSamples(caseOf({"detect.replicas=3", "case.seed=8"}))[2].overrides,
            samples[2].overrides);
}

TEST(DetectStudy, takesEveryCombinationOfOptics) {
  const Case c = caseOf({"detect.thicknesses_A=[40, 80]", "detect.probes_fwhm_A=[4.3]",
                         "detect.defoci_A=[0, 20, 40]", "microscope.voltage_kV=200"});
  const auto scans = detectScans(c, {"sample_1", {"case.seed=5"}});
  ASSERT_EQ(scans.size(), 6u);
  EXPECT_EQ(scans[5].condition.thickness_A, 80);
  EXPECT_EQ(scans[5].condition.defocus_A, 40);
  EXPECT_EQ(scans[5].folder, "sample_1/80A_thick_4.3A_probe_40A_defocus");
  EXPECT_THAT(scans[5].overrides, Contains("case.seed=5"));
  EXPECT_THAT(scans[5].overrides, Contains("foil.thickness_A=80"));
  EXPECT_THAT(scans[5].overrides, Contains("scan.nanodiffraction.defocus_A=40"));
  // 0.5145 x 0.0250793 / 4.3 = 3.0008 mrad.
  for (const ScanCase& scan : parseCase("", "test", scans[5].overrides).scans)
    EXPECT_NEAR(scan.probe.semiangle_mrad, 3.0008, 1e-3) << scan.name;
  const auto asIs = detectScans(caseOf({"haadf.defocus_A=33"}), {"sample_0", {}});
  ASSERT_EQ(asIs.size(), 1u);
  // What nobody asks for is left as the case has it.
  for (const std::string& override : asIs[0].overrides)
    EXPECT_EQ(override.find("probe_fwhm_A"), std::string::npos) << override;
  EXPECT_EQ(parseCase("", "test", asIs[0].overrides).scans[0].probe.semiangle_mrad,
            Case().scans[0].probe.semiangle_mrad);
}

class DetectProgram : public ProgramTest {
 protected:
  std::vector<std::string> lines() const {
    std::vector<std::string> all;
    std::ifstream in(folder_ / "study" / "detect.csv");
    for (std::string line; std::getline(in, line);) all.push_back(line);
    return all;
  }
};

// Two samples, two thicknesses, clean and one dose: every pair and fraction has a line under each
// condition, over both samples; what is done is not done again, and a new dose makes no scan.
TEST_F(DetectProgram, tabulatesEveryCondition) {
  const auto one = writeFrames("one.xyz", 3), two = writeFrames("two.xyz", 4);
  const auto arguments =
      with(quickly({"detect", one.string(), "-o", (folder_ / "study").string()}),
           {"detect.samples=[\"" + one.string() + "\", \"" + two.string() + "\"]",
            "detect.thicknesses_A=[6, 13]", "haadf.scan_nx=12", "haadf.scan_ny=12",
            "nanodiffraction.enabled=false", "snapshots.thermal_motion=none",
            "compare.descriptors=[\"voronoi_volume_A3\", \"coordination\"]"});
  const Outcome first = run(with(arguments, {"detect.doses_e_per_A2=[1e5]"}));
  ASSERT_EQ(first.status, 0) << first.errors;
  const auto table = lines();
  ASSERT_EQ(table.size(), 1u + 2 * 2 * 2 * 2);  // heading; thickness, dose, descriptor, fraction
  EXPECT_EQ(std::count_if(
                table.begin(), table.end(),
                [](const std::string& line) { return line.find(",inf,") != std::string::npos; }),
            8);
  for (std::size_t i = 1; i < table.size(); ++i)
    EXPECT_THAT(table[i], HasSubstr(",2,0,"));  // two samples
  EXPECT_THAT(first.output, HasSubstr("haadf"));
  // What the study does not vary is said as the case has it: 0.5145 x 0.0250793 / 25 mrad.
  EXPECT_THAT(table[1], testing::StartsWith("6,0.5161,0,100000,"));
  const Outcome again = run(with(arguments, {"detect.doses_e_per_A2=[1e5, 1e6]"}));
  ASSERT_EQ(again.status, 0) << again.errors;
  EXPECT_EQ(lines().size(), 1u + 2 * 3 * 2 * 2);
  EXPECT_THAT(again.errors, Not(HasSubstr("haadf: done in")));
}

TEST_F(DetectProgram, refusesTheSameSampleTwice) {
  const auto one = writeFrames("one.xyz", 3), same = writeFrames("same.xyz", 3);
  const Outcome outcome =
      run(with({"detect", one.string(), "-o", (folder_ / "study").string()},
               {"detect.samples=[\"" + one.string() + "\", \"" + same.string() + "\"]"}));
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.errors, HasSubstr("hold the same bytes"));
}

}  // namespace
}  // namespace glasscope::pipeline
