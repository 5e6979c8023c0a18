#include <sstream>

#include "pipeline/run/Products.h"
#include "tests/pipeline/ProgramTest.h"

namespace glasscope::pipeline {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

// A hundred atoms for a fraction of a picosecond.
class ModuliStage : public ProgramTest {
 protected:
  ModuliStage() {
    writeFileAtomically(
        folder_ / "case.toml",
        fmt::format("scan = []\n[configuration]\nfile = \"{}\"\n[snapshots]\nthermal_motion = "
                    "\"harmonic\"\ncount = 1\n[vibrations]\nwindow_width_THz = 0.5\nvectors = 8\n"
                    "[voronoi]\nspread_table = false\n[moduli]\nenabled = true\n"
                    "temperature_K = 100\ntime_ps = 0.32\nequilibration_ps = 0.1\nblocks = 2\n",
                    writeFrames("glass.xyz", 1).string()));
  }
  std::vector<std::string> command(const fs::path& folder) const {
    return {"sim", (folder_ / "case.toml").string(), "-o", folder.string(), "-t", "1"};
  }
  static std::string tableOf(const fs::path& folder) {
    return readFile(folder / fileOf(Product::moduli).path);
  }
};

TEST_F(ModuliStage, putsThreeRoutesSideBySideAndSaysWhetherTheyAgree) {
  const Outcome outcome = run(command(folder_ / "out"));
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  EXPECT_THAT(outcome.errors, HasSubstr("moduli: shear "));
  EXPECT_THAT(outcome.errors, HasSubstr("at 100 K by fluctuations"));
  const std::string table = tableOf(folder_ / "out");
  EXPECT_THAT(table, testing::StartsWith("modulus,affine_GPa,"));
  EXPECT_THAT(table, HasSubstr("\nc66,"));
  // The routes at rest see the same minimum; so short a time says little, and that is said.
  std::istringstream line(table.substr(table.find("\nbulk,") + 6));
  std::vector<double> numbers;
  for (std::string field; numbers.size() < 6 && std::getline(line, field, ',');)
    numbers.push_back(std::stod(field));
  EXPECT_NEAR(numbers[2], numbers[1], 0.02 * numbers[1]);
  EXPECT_GT(numbers[0], numbers[1]);
  EXPECT_GT(numbers[5], 0);
  EXPECT_THAT(run(command(folder_ / "out")).errors, Not(HasSubstr("done in")));
}

TEST_F(ModuliStage, killedBetweenItsBlocksItEndsWithTheSameBytes) {
  if (!canWatchProcesses()) GTEST_SKIP() << "this machine lets no process watch another";
  const fs::path whole = folder_ / "whole", killed = folder_ / "killed";
  const WatchedProcess undisturbed = runUntilChange(0, command(whole), whole);
  ASSERT_EQ(undisturbed.status, 0) << readFile(folder_ / "log");
  EXPECT_FALSE(fs::exists(whole / ".work/moduli/block.unit0")) << "left behind";
  bool reached = false;
  for (int early = 1, late = undisturbed.changes; !reached && late - early > 1;) {
    const int change = (early + late) / 2;
    fs::remove_all(killed);
    ASSERT_TRUE(runUntilChange(change, command(killed), killed).signalled);
    reached = fs::exists(killed / ".work/moduli/block.unit0");
    (fs::exists(killed / fileOf(Product::moduli).path) ? late : early) = change;
  }
  ASSERT_TRUE(reached);
  ASSERT_EQ(run(command(killed)).status, 0);
  EXPECT_EQ(tableOf(killed), tableOf(whole));
}

}  // namespace
}  // namespace glasscope::pipeline
