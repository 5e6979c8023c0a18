#include <algorithm>
#include <cmath>

#include "compare/statistics/IndicatorRanking.h"
#include "core/formats/H5md.h"
#include "tests/pipeline/ProgramTest.h"

namespace glasscope {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// A hundred atoms, of which forty are looked at with their nearest neighbours.
class YieldProgram : public ProgramTest {
 protected:
  std::vector<std::string> command(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{
        "yield",     out().string(),    "--sites", "40",           "--radius",
        "2.6",       "--step",          "0.02",    "--directions", "xy",
        "--one-way", "--smallest-step", "0.01",    "--surrogates", "19"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }
  Outcome sample(const char* verb) const {
    return run(with(
        {verb, writeFrames("glass.xyz", 1).string(), "-o", out().string()},
        {"snapshots.thermal_motion=harmonic", "snapshots.count=1",
         "vibrations.window_width_THz=0.5", "vibrations.vectors=8", "voronoi.spread_table=false"}));
  }
  fs::path out() const { return folder_ / "out"; }
  fs::path table() const { return out() / "local_yield/local_yield.csv"; }
  fs::path columns() const { return out() / "local_yield/local_yield.h5"; }
};

TEST_F(YieldProgram, tellsWherePartsYieldAndRanksThemForTheirSites) {
  ASSERT_EQ(sample("voronoi").status, 0);
  ASSERT_EQ(run({"shear", out().string(), "--to", "0.12", "--step", "0.02", "--smallest-step",
                 "0.01", "--force", "0.01", "--surrogates", "19"})
                .status,
            0);
  const Outcome outcome = run(command());
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  EXPECT_THAT(outcome.output,
              HasSubstr("40 sites under 1 load(s), spheres of 2.6 angstrom: about"));
  EXPECT_THAT(outcome.output, HasSubstr("xy "));
  EXPECT_THAT(outcome.output, HasSubstr("% yielded"));
  const std::string rows = readFile(table());
  EXPECT_EQ(std::count(rows.begin(), rows.end(), '\n'), 41);
  EXPECT_THAT(rows, testing::StartsWith("atom_id,load,increment_GPa,"));
  const Atoms atoms = readH5md(columns()).front().frames.front();
  const auto& values = atoms.columns.at("local_yield_xy_GPa").values;
  EXPECT_EQ(std::count_if(values.begin(), values.end(), [](double v) { return std::isfinite(v); }),
            40);
  EXPECT_FALSE(fs::exists(out() / "local_yield/.work")) << "left behind";
  const auto ranked = compare::readIndicatorsCsv(out() / "local_yield/indicators.csv");
  ASSERT_FALSE(ranked.empty());
  for (const auto& row : ranked) EXPECT_EQ(row.atoms, 40u);
}

TEST_F(YieldProgram, killedBetweenSitesItEndsWithTheSameBytes) {
  if (!canWatchProcesses()) GTEST_SKIP() << "this machine lets no process watch another";
  ASSERT_EQ(sample("sim").status, 0);
  const auto arguments = [&] {
    std::vector<std::string> all = command();
    *std::next(std::find(all.begin(), all.end(), "--sites")) = "4";
    return all;
  };
  const fs::path folder = out() / "local_yield";
  const WatchedProcess undisturbed = runUntilChange(0, arguments(), folder);
  ASSERT_EQ(undisturbed.status, 0) << readFile(folder_ / "log");
  const std::string whole = readFile(table()), bytes = readFile(columns());
  const auto sites = [&] {
    int count = 0;
    if (fs::exists(folder / ".work"))
      for (const auto& entry : fs::directory_iterator(folder / ".work"))
        count += entry.path().filename().string().find("partial") == std::string::npos;
    return count;
  };
  bool reached = false;
  for (int early = 1, late = undisturbed.changes; !reached && late - early > 1;) {
    const int change = (early + late) / 2;
    fs::remove_all(folder);
    ASSERT_TRUE(runUntilChange(change, arguments(), folder).signalled);
    reached = sites() > 0;
    (fs::exists(table()) ? late : early) = change;
  }
  ASSERT_TRUE(reached);
  ASSERT_EQ(run(arguments()).status, 0);
  EXPECT_EQ(readFile(table()), whole);
  EXPECT_EQ(readFile(columns()), bytes);
}

TEST_F(YieldProgram, whatCannotBeStrainedIsRefused) {
  auto wrong = command();
  *std::next(std::find(wrong.begin(), wrong.end(), "--directions")) = "zy";
  EXPECT_THAT(run(wrong).errors, HasSubstr("--directions"));
  fs::create_directories(out());
  EXPECT_NE(run(command()).status, 0) << "no run";
  ASSERT_EQ(sample("sim").status, 0);
  auto wide = command();
  *std::next(std::find(wide.begin(), wide.end(), "--radius")) = "4";
  EXPECT_THAT(run(wide).errors, HasSubstr("meet their own images"));
  fs::create_directories(out() / "local_yield");
  fs::remove_all(out() / "local_yield/.work");
  writeFileAtomically(out() / "local_yield/mine.txt", "mine\n");
  EXPECT_THAT(run(command()).errors, HasSubstr("would be replaced"));
}

}  // namespace
}  // namespace glasscope
