#include "compare/statistics/IndicatorRanking.h"
#include "core/formats/H5md.h"
#include "tests/pipeline/ProgramTest.h"

namespace glasscope {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// A hundred atoms for a tenth of a picosecond.
class PropensityProgram : public ProgramTest {
 protected:
  Outcome propensity(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{"propensity",    out().string(), "--runs",       "3",
                                       "--time",        "0.1",          "--times",      "2",
                                       "--temperature", "200",          "--surrogates", "19"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }
  Outcome describe() const {
    return run(with(
        {"voronoi", writeFrames("glass.xyz", 1).string(), "-o", out().string()},
        {"snapshots.thermal_motion=harmonic", "snapshots.count=2",
         "vibrations.window_width_THz=0.5", "vibrations.vectors=8", "voronoi.spread_table=false"}));
  }
  fs::path out() const { return folder_ / "out"; }
};

TEST_F(PropensityProgram, tellsHowFarAtomsTendToGoAndWhatKnewIt) {
  const Outcome described = describe();
  ASSERT_EQ(described.status, 0) << described.errors;
  const Outcome outcome = propensity();
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  EXPECT_THAT(outcome.output, HasSubstr("mean squared displacement"));
  EXPECT_THAT(outcome.output, HasSubstr("come again"));
  const fs::path folder = out() / "propensity";
  EXPECT_FALSE(fs::exists(folder / ".work")) << "left behind";
  const std::string table = readFile(folder / "propensity.csv");
  EXPECT_THAT(table, HasSubstr("\n0.05,all,"));
  EXPECT_THAT(table, HasSubstr("\n0.1,Zr,"));
  const Atoms atoms = readH5md(folder / "propensity.h5").front().frames.front();
  for (const double square : atoms.columns.at("propensity_A2").values) EXPECT_GT(square, 0);
  const auto rows = compare::readIndicatorsCsv(folder / "indicators.csv");
  ASSERT_GT(rows.size(), 10u);
  for (const auto& row : rows) EXPECT_EQ(row.target, "propensity_A2");

  // From where the atoms are hot it is another way to go.
  const Outcome hot = propensity({"--from", "snapshot"});
  ASSERT_EQ(hot.status, 0) << hot.errors;
  EXPECT_NE(readFile(folder / "propensity.csv"), table);
  ASSERT_EQ(propensity().status, 0);
  EXPECT_EQ(readFile(folder / "propensity.csv"), table) << "the same bytes again";
}

TEST_F(PropensityProgram, whatCannotBeLetGoIsRefused) {
  EXPECT_THAT(propensity({"--from", "anywhere"}).errors, HasSubstr("--from"));
  fs::create_directories(out());
  EXPECT_NE(propensity().status, 0);
  ASSERT_EQ(run(with({"sim", writeFrames("glass.xyz", 1).string(), "-o", out().string()},
                     {"snapshots.thermal_motion=none"}))
                .status,
            0);
  EXPECT_THAT(propensity({"--runs", "1"}).errors, HasSubstr("runs"));
  EXPECT_THAT(propensity({"--timestep-fs", "0"}).errors, HasSubstr("timestep_fs"));
}

}  // namespace
}  // namespace glasscope
