#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <sstream>

#include <nlohmann/json.hpp>

#include "compare/statistics/IndicatorRanking.h"
#include "core/formats/H5md.h"
#include "core/hdf5/Hdf5.h"
#include "core/system/Mpi.h"
#include "pipeline/run/Products.h"
#include "sim/deformation/YieldColumns.h"
#include "tests/Paths.h"
#include "tests/pipeline/ProgramTest.h"

namespace glasscope::pipeline {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

// A hundred atoms on a coarse way, so that it takes a second.
class ShearStage : public ProgramTest {
 protected:
  ShearStage() {
    writeFileAtomically(
        folder_ / "case.toml",
        fmt::format("scan = []\n[configuration]\nfile = \"{}\"\n[snapshots]\nthermal_motion = "
                    "\"none\"\n[voronoi]\nspread_table = false\n[shear]\nenabled = true\n"
                    "largest_strain = 0.12\nstep = 0.02\nsmallest_step = 0.01\n"
                    "force_tolerance_eV_per_A = 0.01\n[indicators]\nsurrogates = 19\n",
                    writeFrames("glass.xyz", 1).string()));
  }

  Outcome runCase(const std::vector<std::string>& overrides = {}) const {
    return run(with({"run", (folder_ / "case.toml").string(), "-o", out().string()}, overrides));
  }
  std::vector<std::string> caseIn(const fs::path& folder) const {
    return with({"run", (folder_ / "case.toml").string(), "-o", folder.string(), "-t", "1"},
                {"shear.step=0.01", "shear.smallest_step=0.005"});
  }
  static std::string resultsOf(const fs::path& folder) {
    std::string all;
    for (const Product product : {Product::yielded, Product::stressStrain, Product::plasticEvents,
                                  Product::descriptorsXyz, Product::indicators})
      all += readFile(folder / fileOf(product).path);
    return all;
  }
  // The numbers of a table behind its heading.
  static std::vector<std::vector<double>> rowsOf(const std::string& table) {
    std::vector<std::vector<double>> rows;
    std::istringstream lines(table);
    std::string line, field;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
      rows.emplace_back();
      for (std::istringstream fields(line); std::getline(fields, field, ',');)
        rows.back().push_back(std::stod(field));
    }
    return rows;
  }
  fs::path out() const { return folder_ / "out"; }
  fs::path file(Product product) const { return out() / fileOf(product).path; }
};

TEST_F(ShearStage, itsColumnsStandBesideTheDescriptorsAndAreRanked) {
  const Outcome outcome = runCase();
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  const std::string table = readFile(file(Product::stressStrain));
  EXPECT_THAT(table, testing::StartsWith("strain,stress_GPa"));
  EXPECT_THAT(table, HasSubstr("\n0.12,"));
  const auto yielded = readH5md(file(Product::yielded));
  ASSERT_EQ(yielded.size(), 2u);
  EXPECT_EQ(yielded[1].group, "strained");
  EXPECT_NEAR(yielded[1].frames[0].box.matrix()(0, 1), 0.12 * 13, 1e-9);
  const Atoms described = readH5md(file(Product::descriptors)).front().frames.front();
  const Columns& columns = yielded[0].frames[0].columns;
  ASSERT_TRUE(columns.has("events_d2min_A2")) << "nothing yielded: the test would be none";
  for (const Column& column : columns)
    EXPECT_EQ(described.columns.at(column.name).values, column.values) << column.name;

  // The facts of the file are those of its tables.
  const auto curve = rowsOf(table), events = rowsOf(readFile(file(Product::plasticEvents)));
  const auto facts = nlohmann::json::parse(
      Hdf5::open(file(Product::yielded)).stringAttribute("info", "glasscope"));
  double peak = 0;
  for (const auto& row : curve) peak = std::abs(row[1]) > std::abs(peak) ? row[1] : peak;
  EXPECT_GT(peak, 0);
  EXPECT_NEAR(facts["largest_stress_GPa"], peak, 1e-6);
  EXPECT_EQ(facts["minima"], curve.size());
  EXPECT_NEAR(facts["largest_strain"], 0.12, 1e-12);
  ASSERT_FALSE(events.empty());
  EXPECT_EQ(facts["plastic_events"], events.size());
  EXPECT_NEAR(facts["first_event_strain"], events[0][0], 1e-7);
  const auto stuck =
      std::count_if(curve.begin(), curve.end(), [](const auto& row) { return row[3] > 0.01; });
  EXPECT_EQ(facts["minima_not_converged"], stuck);
  EXPECT_EQ(outcome.errors.find("the minimiser was stuck") != std::string::npos, stuck > 0);
  EXPECT_GT(facts["moved_at_start_A"], 0.1) << "a glass made of jittered places";
  EXPECT_THAT(outcome.errors, HasSubstr("was no minimum of sim.potential"));
  EXPECT_THAT(outcome.errors, Not(HasSubstr("nothing yielded")));

  const auto rows = compare::readIndicatorsCsv(file(Product::indicators));
  for (const auto& row : rows) {
    EXPECT_NEAR(20 * row.p, std::round(20 * row.p), 1e-4) << "of 19 surrogates";
    EXPECT_GE(row.p, 0.049999);
  }
  const auto of = [&](const char* indicator, const char* target) {
    return std::count_if(rows.begin(), rows.end(), [&](const compare::RankedIndicator& row) {
      return row.indicator == indicator && row.target == target;
    });
  };
  EXPECT_EQ(rows.front().target, "first_event_d2min_A2");
  for (const char* target : {"first_event_d2min_A2", "events_d2min_A2", "d2min_A2"})
    EXPECT_EQ(of("voronoi_volume_A3", target), 1) << target;
  for (const std::string& name : sim::yieldColumnNames())
    EXPECT_EQ(of(name.c_str(), "d2min_A2"), 0) << "an indicator that is what it should tell";
  EXPECT_TRUE(fs::exists(file(Product::report)));

  // Another way of straining leaves the sample as it is, and a finished run is finished.
  const Outcome other = runCase({"shear.direction=yz"});
  ASSERT_EQ(other.status, 0) << other.errors;
  EXPECT_THAT(other.errors, Not(HasSubstr("sim: done in")));
  for (const char* made : {"shear: done in", "voronoi: done in", "indicators: done in"})
    EXPECT_THAT(other.errors, HasSubstr(made));
  EXPECT_NE(readFile(file(Product::stressStrain)), table);
  EXPECT_THAT(runCase({"shear.direction=yz"}).errors, Not(HasSubstr("done in")));
}

TEST_F(ShearStage, killedAnywhereItGoesOnFromItsLastStateAndEndsWithTheSameBytes) {
  if (!canWatchProcesses()) GTEST_SKIP() << "this machine lets no process watch another";
  const fs::path whole = folder_ / "whole", killed = folder_ / "killed";
  const fs::path state = ".work/shear/strain.state";
  const WatchedProcess undisturbed = runUntilChange(0, caseIn(whole), whole);
  ASSERT_EQ(undisturbed.status, 0) << readFile(folder_ / "log");
  EXPECT_FALSE(fs::exists(whole / state)) << "left behind";
  // Sought by halves: before its first leg there is no state, after its last there are results.
  bool reached = false;
  for (int early = 1, late = undisturbed.changes; !reached && late - early > 1;) {
    const int change = (early + late) / 2;
    fs::remove_all(killed);
    ASSERT_TRUE(runUntilChange(change, caseIn(killed), killed).signalled);
    reached = fs::exists(killed / state);
    (fs::exists(killed / fileOf(Product::stressStrain).path) ? late : early) = change;
  }
  ASSERT_TRUE(reached);
  const Outcome last = run(caseIn(killed));
  ASSERT_EQ(last.status, 0) << last.errors;
  EXPECT_THAT(last.errors, HasSubstr("shear: goes on from a strain of"));
  EXPECT_EQ(resultsOf(killed), resultsOf(whole));
  EXPECT_FALSE(fs::exists(killed / state));
}

TEST_F(ShearStage, hasTheSameBytesOnTwoRanks) {
  if (!Mpi::compiledIn()) GTEST_SKIP() << "built without MPI: there is one rank only";
  const fs::path one = folder_ / "one", two = folder_ / "two";
  ASSERT_EQ(run(caseIn(one)).status, 0);
  std::string command =
      fmt::format("mpirun --oversubscribe --allow-run-as-root -np 2 {}", programPath());
  for (const std::string& argument : caseIn(two)) command += " '" + argument + "'";
  ASSERT_EQ(std::system((command + " > " + (folder_ / "log").string() + " 2>&1").c_str()), 0)
      << readFile(folder_ / "log");
  EXPECT_EQ(resultsOf(two), resultsOf(one));
}

TEST_F(ShearStage, isPlannedAndItsSettingsAreChecked) {
  const Outcome plan = run({"plan", (folder_ / "case.toml").string()});
  ASSERT_EQ(plan.status, 0) << plan.errors;
  EXPECT_THAT(plan.output, HasSubstr("Shear: 6 steps to a strain of 0.12 along xy"));
  EXPECT_THAT(plan.output, HasSubstr("plastic events"));
  // 125 atoms, 400 force calls of 2.3e-6 s an atom: 0.115 s a step, of which there are three.
  const Outcome back = run(with({"plan", (folder_ / "case.toml").string()},
                                {"shear.largest_strain=-0.12", "shear.step=0.05"}));
  EXPECT_THAT(back.output,
              HasSubstr("Shear: 3 steps to a strain of -0.12 along xy, about 0.7 s on one rank"));
  EXPECT_THAT(runCase({"shear.smallest_step=0.05"}).errors, HasSubstr("smallest_step"));
  EXPECT_THAT(runCase({"shear.direction=zy"}).errors, HasSubstr("direction"));
  EXPECT_THAT(runCase({"indicators.surrogates=3"}).errors, HasSubstr("surrogates"));
}

}  // namespace
}  // namespace glasscope::pipeline
