#include "pipeline/report/ReportYield.h"

#include <gmock/gmock.h>

#include "core/system/Files.h"
#include "tests/TemporaryFolder.h"

namespace glasscope::pipeline {
namespace {

using testing::ElementsAre;

class ReportYield : public testing::Test {
 protected:
  ReportYield() : run_(folder_ / "run") {
    std::filesystem::create_directories(run_.path(Product::stressStrain).parent_path());
    writeFileAtomically(run_.path(Product::stressStrain), "strain,stress_GPa\n0,0.1\n0.02,0.6\n");
  }
  report::ReportSection withEvents(const std::string& rows) {
    writeFileAtomically(run_.path(Product::plasticEvents),
                        "strain,stress_drop_GPa,energy_released_eV\n" + rows);
    report::ReportData data;
    addYield(data, Case(), run_);
    return data.signals.sections.at(0);
  }

  const TemporaryFolder folder_;
  RunDirectory run_;
};

TEST_F(ReportYield, drawsStressAgainstStrainAndSaysTheMedianOfEvents) {
  const report::ReportSection section =
      withEvents("0.004,0.3,8\n0.02,0.7,1\n0.04,0.1,2\n0.05,1,4\n");
  EXPECT_THAT(section.curves.at(0).x, ElementsAre(0, 0.02));
  EXPECT_THAT(section.curves[0].curves.at(0).y, ElementsAre(0.1, 0.6));
  ASSERT_EQ(section.numbers.size(), 3u);
  EXPECT_EQ(section.numbers[0].value, 4);
  EXPECT_EQ(section.numbers[1].value, 0.004);
  EXPECT_EQ(section.numbers[2].value, 3) << "between the two in the middle";
  EXPECT_EQ(withEvents("0.004,0.3,8\n0.02,0.7,1\n0.04,0.1,2\n").numbers.at(2).value, 2);
  EXPECT_EQ(withEvents("").numbers.size(), 1u);
}

// A curve of minima that are none, or of a sample that moved first, says so.
TEST_F(ReportYield, saysWhatMakesTheCurveDoubtfulAndNothingWhereNothingDoes) {
  const auto namesWith = [&](const std::string& facts) {
    StageRecord record;
    record.name = "shear";
    record.facts = facts;
    run_.finish(record, Case());
    std::vector<std::string> names;
    for (const report::ReportNumber& number : withEvents("").numbers) names.push_back(number.name);
    return names;
  };
  EXPECT_THAT(namesWith(R"({"minima": 9, "minima_not_converged": 0, "moved_at_start_A": 0.05})"),
              ElementsAre("plastic events"));
  EXPECT_THAT(namesWith(R"({"minima": 9, "minima_not_converged": 2, "moved_at_start_A": 0.05})"),
              ElementsAre("plastic events", "MINIMA NOT CONVERGED"));
  EXPECT_THAT(namesWith(R"({"minima": 9, "minima_not_converged": 0, "moved_at_start_A": 0.2})"),
              ElementsAre("plastic events", "MOVED BEFORE IT WAS STRAINED"));
}

TEST_F(ReportYield, aSampleThatWasNotStrainedHasNoSection) {
  std::filesystem::remove(run_.path(Product::stressStrain));
  report::ReportData data;
  addYield(data, Case(), run_);
  EXPECT_TRUE(data.signals.sections.empty());
}

}  // namespace
}  // namespace glasscope::pipeline
