// Further samples of a run are scanned and compared as well, and its effects are means over all.
#include <cmath>

#include <nlohmann/json.hpp>

#include "compare/files/AssociationFiles.h"
#include "tests/pipeline/ProgramTest.h"

namespace glasscope {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class ReplicasProgram : public ProgramTest {
 protected:
  /// Files of so many samples, of other displacements each.
  std::vector<std::string> samples(int count) const {
    std::vector<std::string> files;
    for (int i = 0; i < count; ++i) {
      files.push_back((folder_ / fmt::format("glass_{}.xyz", i)).string());
      writeExtendedXyz(files.back(), std::vector<Atoms>{smallGlass(i)});
    }
    return files;
  }

  std::vector<std::string> command(const std::vector<std::string>& files) const {
    std::vector<std::string> further(files.begin() + 1, files.end());
    return with(
        quickly({"compare", files.front(), "-o", (folder_ / "run").string()}),
        {"voronoi.replicas=" + nlohmann::json(further).dump(), "snapshots.thermal_motion=none"});
  }

  static compare::AssociationTable tableOf(const fs::path& run) {
    return compare::AssociationFiles{run / "signals/associations.csv",
                                     run / "signals/associations.json"}
        .read();
  }
};

TEST_F(ReplicasProgram, givesMeansOverAllSamplesAndComparesEachOnce) {
  const std::vector<std::string> files = samples(5);
  const Outcome outcome = run(command(files));
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  const compare::AssociationTable all = tableOf(folder_ / "run");
  EXPECT_THAT(all.method, HasSubstr("5 independent samples"));

  // The first sample alone, and what the others left in their folders.
  ASSERT_EQ(run(with(command({files.front()}), {"case.title=alone"})).status, 0);
  std::vector<compare::AssociationTable> each = {tableOf(folder_ / "run")};
  for (int i = 1; i < 5; ++i)
    each.push_back(tableOf(folder_ / fmt::format("run/replicas/sample_{}", i)));
  int compared = 0;
  for (const AssociationRow& row : all.rows) {
    double sum = 0;
    int found = 0;
    for (const compare::AssociationTable& table : each) {
      for (const AssociationRow& other : table.rows) {
        if (other.descriptor != row.descriptor || other.signal != row.signal) continue;
        sum += other.correlation.partial;
        ++found;
      }
    }
    if (found < 5 || !std::isfinite(sum)) continue;
    EXPECT_NEAR(row.correlation.partial, sum / 5, 1e-9) << row.descriptor << ' ' << row.signal;
    EXPECT_LT(row.correlation.partialLow, row.correlation.partial);
    EXPECT_GT(row.correlation.partialHigh, row.correlation.partial);
    EXPECT_EQ(row.significance.samples, 5);
    EXPECT_EQ(row.significance.pSamples<0.05, row.correlation.partialLow> 0 ||
              row.correlation.partialHigh < 0);
    ++compared;
  }
  EXPECT_GT(compared, 5);

  // Each sample is a run of its own, done once.
  const Outcome again = run(command(files));
  ASSERT_EQ(again.status, 0) << again.errors;
  EXPECT_THAT(again.errors, HasSubstr("sample_4"));
  EXPECT_THAT(again.errors, HasSubstr("haadf: nothing has changed"));
  EXPECT_THAT(run(command(files)).errors, HasSubstr("compare: nothing has changed"));
}

TEST_F(ReplicasProgram, saysThatFewerThanFiveAreTooFew) {
  const std::vector<std::string> files = samples(2);
  ASSERT_EQ(run(command(files)).status, 0);
  EXPECT_THAT(tableOf(folder_ / "run").method, HasSubstr("fewer than 5"));
}

// Glasses of other seeds: made, scanned and compared like the first, and not again when more are
// wanted.
TEST_F(ReplicasProgram, makesGlassesOfOtherSeedsOnce) {
  const fs::path out = folder_ / "run";
  const auto command = [&](const char* verb, int samples) {
    std::vector<std::string> arguments = quickly({verb, (folder_ / "case.toml").string()});
    if (verb != std::string("plan")) arguments.insert(arguments.end(), {"-o", out.string()});
    return with(arguments,
                {"sim.atoms=128", "sim.melt_ps=0.02", "snapshots.count=1",
                 "snapshots.interval_ps=0.02", "snapshots.equilibration_ps=0.02",
                 "sim.melt_temperature_K=300", "sim.final_temperature_K=280",
                 "sim.cooling_rate_K_per_s=1e15", "nanodiffraction.enabled=false",
                 "compare.dependence_surrogates=0", fmt::format("voronoi.samples={}", samples)});
  };
  writeFileAtomically(folder_ / "case.toml", "[case]\ntitle = \"glasses\"\n");
  const Outcome planned = run(command("plan", 3));
  ASSERT_EQ(planned.status, 0) << planned.errors;
  EXPECT_THAT(planned.output, HasSubstr("Further samples: 2 runs of their own"));
  EXPECT_THAT(planned.output, HasSubstr("fewer than 5"));

  ASSERT_EQ(run(command("sim", 2)).status, 0);
  const std::string first = readFile(out / "atoms/structure.h5"),
                    glass = readFile(out / "replicas/glass_1/atoms/structure.h5");
  EXPECT_NE(first, glass);
  const Outcome more = run(command("compare", 3));
  ASSERT_EQ(more.status, 0) << more.errors;
  EXPECT_THAT(more.errors, HasSubstr("sim: nothing has changed"));
  EXPECT_THAT(more.errors, HasSubstr("replicas/glass_1: nothing has changed"));
  EXPECT_EQ(readFile(out / "atoms/structure.h5"), first);
  EXPECT_EQ(readFile(out / "replicas/glass_1/atoms/structure.h5"), glass);
  EXPECT_THAT(tableOf(out).method, HasSubstr("3 independent samples were compared, fewer than 5"));
  const auto replicas = nlohmann::json::parse(readFile(out / "structure/replicas.json"));
  EXPECT_EQ(replicas.at("step").size(), 3u);

  // The ledger of the run is lost, the glasses are not: they are taken as they are.
  fs::remove(out / "provenance.json");
  ASSERT_EQ(run(command("sim", 2)).status, 0);
  EXPECT_EQ(readFile(out / "replicas/glass_1/atoms/structure.h5"), glass);
}

TEST_F(ReplicasProgram, refusesTheSameSampleTwice) {
  std::vector<std::string> files = samples(2);
  fs::copy_file(files[0], folder_ / "copy.xyz");
  files.push_back((folder_ / "copy.xyz").string());
  const Outcome outcome = run(command(files));
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.errors, HasSubstr("a sample is there twice"));
}

}  // namespace
}  // namespace glasscope
