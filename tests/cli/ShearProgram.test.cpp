#include "compare/statistics/IndicatorRanking.h"
#include "core/formats/H5md.h"
#include "sim/deformation/YieldColumns.h"
#include "tests/pipeline/ProgramTest.h"

namespace glasscope {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// A hundred atoms on a coarse way, so that it takes a second.
class ShearProgram : public ProgramTest {
 protected:
  Outcome shear(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{
        "shear",           out().string(), "--to",    "0.12", "--step",       "0.02",
        "--smallest-step", "0.01",         "--force", "0.01", "--surrogates", "19"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }
  fs::path out() const { return folder_ / "out"; }
};

TEST_F(ShearProgram, tellsWhereADescribedSampleYieldsAndWhatKnewIt) {
  const Outcome described =
      run(with({"voronoi", writeFrames("glass.xyz", 1).string(), "-o", out().string()},
               {"snapshots.thermal_motion=none", "voronoi.spread_table=false"}));
  ASSERT_EQ(described.status, 0) << described.errors;
  const Outcome outcome = shear();
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  EXPECT_THAT(outcome.output, HasSubstr("plastic event(s) up to a strain of 0.12"));
  EXPECT_THAT(outcome.output, HasSubstr("was no minimum"));

  const auto yielded = readH5md(out() / "shear" / "yielded.h5");
  ASSERT_EQ(yielded.size(), 2u);
  EXPECT_NEAR(yielded[1].frames[0].box.matrix()(0, 1), 0.12 * 13, 1e-9);
  ASSERT_TRUE(yielded[0].frames[0].columns.has("first_event_d2min_A2"))
      << "nothing yielded: the test would be none";
  const std::string table = readFile(out() / "shear" / "stress_strain.csv");
  EXPECT_THAT(table, HasSubstr("\n0.12,"));
  const auto rows = compare::readIndicatorsCsv(out() / "shear" / "indicators.csv");
  EXPECT_EQ(rows.front().target, "first_event_d2min_A2");
  int volumes = 0;
  for (const compare::RankedIndicator& row : rows) {
    volumes += row.indicator == "voronoi_volume_A3";
    for (const std::string& name : sim::yieldColumnNames()) EXPECT_NE(row.indicator, name);
    EXPECT_EQ(row.indicator.find("_error"), std::string::npos);
  }
  EXPECT_EQ(volumes, 3) << "once for the first event, for all, and for the whole strain";

  ASSERT_EQ(shear({"--direction", "yz", "--events", "1"}).status, 0);
  EXPECT_NE(readFile(out() / "shear" / "stress_strain.csv"), table);
}

TEST_F(ShearProgram, whatCannotBeStrainedIsRefused) {
  EXPECT_THAT(shear({"--direction", "zy"}).errors, HasSubstr("--direction"));
  EXPECT_THAT(shear({"--event-energy", "0"}).errors, HasSubstr("event_energy_eV"));
  // Halves of it would be added to the strain for ever, and none of them would change it.
  EXPECT_THAT(run({"shear", out().string(), "--smallest-step", "1e-308"}).errors,
              HasSubstr("smallest_step"));
  fs::create_directories(out());
  EXPECT_NE(shear().status, 0);
}

}  // namespace
}  // namespace glasscope
