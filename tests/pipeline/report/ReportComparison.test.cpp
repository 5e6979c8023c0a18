#include "pipeline/report/ReportComparison.h"

#include <gmock/gmock.h>

#include "pipeline/imaging/ResultFiles.h"
#include "tests/TemporaryFolder.h"

namespace glasscope::pipeline {
namespace {

class ReportComparison : public testing::Test {
 protected:
  ReportComparison() : run_(folder_ / "run") { case_.scans.clear(); }

  const TemporaryFolder folder_;
  RunDirectory run_;
  Case case_;
};

TEST_F(ReportComparison, isNothingWhereNothingWasCompared) {
  report::ReportData data;
  addComparison(data, case_, run_, nullptr);
  EXPECT_FALSE(data.signals.associations.has_value());
  EXPECT_TRUE(data.signals.sections.empty());
}

// Of each kind of surrogates the largest number; what is not in the table with its reason; the
// samples of each row as they are.
TEST_F(ReportComparison, tellsTheTableWithItsSurrogatesAndWhatIsLeftOut) {
  compare::AssociationTable table;
  for (const int count : {99, 999, 199}) {
    AssociationRow& row = table.rows.emplace_back();
    row.descriptor = "density@haadf";
    row.signal = "haadf";
    row.significance.surrogates = count;
    row.significance.kind = count == 199 ? "Moran randomisation" : "phase randomisation";
    row.significance.samples = 6;
    row.significance.pSamples = 0.25;
  }
  table.method = "by hand";
  table.settings.level = 0.01;
  table.leftOut = {{"flat", "does not vary"}};
  std::filesystem::create_directories(folder_ / "run/signals");
  associationFiles(folder_ / "run").write(table);
  report::ReportData data;
  addComparison(data, case_, run_, nullptr);
  const report::ReportAssociations& shown = data.signals.associations.value();
  EXPECT_EQ(shown.surrogates, "up to 199 Moran randomisation or up to 999 phase randomisation");
  EXPECT_EQ(shown.qThreshold, 0.01);
  EXPECT_EQ(shown.method, "by hand");
  ASSERT_EQ(shown.leftOut.size(), 1u);
  EXPECT_EQ(shown.rows.at(2).significance.samples, 6);
  EXPECT_EQ(shown.rows.at(2).significance.pSamples, 0.25);
}

}  // namespace
}  // namespace glasscope::pipeline
