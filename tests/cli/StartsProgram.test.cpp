// Many programs at once on one machine, as a sweep starts them: none may stumble over what another
// leaves behind.
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <vector>

#include "tests/pipeline/ProgramTest.h"

namespace glasscope {
namespace {

namespace fs = std::filesystem;

class StartsProgramTest : public ProgramTest {
 protected:
  // The children inherit the environment: what they leave in the folder of temporary files is
  // theirs alone.
  StartsProgramTest() {
    fs::create_directories(temporary_);
    setenv("TMPDIR", temporary_.c_str(), 1);
  }
  ~StartsProgramTest() override { unsetenv("TMPDIR"); }

  std::vector<Outcome> atOnce(int count, const std::vector<std::string>& arguments) const {
    std::vector<std::unique_ptr<Child>> children;
    for (int i = 0; i < count; ++i) {
      const fs::path scratch = folder_ / fmt::format("child{}", i);
      fs::create_directories(scratch);
      std::vector<std::string> own = arguments;
      for (std::string& word : own) {
        if (word == "OUT") word = (scratch / "run").string();
      }
      children.push_back(std::make_unique<Child>(own, scratch));
    }
    std::vector<Outcome> outcomes;
    for (auto& child : children) outcomes.push_back(child->wait());
    return outcomes;
  }

  fs::path temporary_ = folder_ / "tmp";
};

TEST_F(StartsProgramTest, aProgramStartedByHandStartsNoMpi) {
  const std::string glass = writeFrames("glass.xyz", 1).string();
  for (int round = 0; round < 10; ++round) {
    for (const Outcome& outcome : atOnce(8, {"info", glass})) {
      EXPECT_EQ(outcome.status, 0) << outcome.errors;
    }
  }
  EXPECT_TRUE(fs::is_empty(temporary_))
      << "a session folder of MPI was made for a command that needs no ranks";
}

// LAMMPS cannot do without MPI. Each process has a session folder of its own and takes it away.
TEST_F(StartsProgramTest, programsThatNeedLammpsDoNotShareASessionFolder) {
  const std::vector<std::string> keys = {"sim.atoms=400",
                                         "sim.melt_ps=0.02",
                                         "snapshots.count=1",
                                         "snapshots.interval_ps=0.02",
                                         "snapshots.equilibration_ps=0.02",
                                         "sim.melt_temperature_K=300",
                                         "sim.final_temperature_K=280",
                                         "sim.cooling_rate_K_per_s=1e15"};
  writeFileAtomically(folder_ / "case.toml", "[case]\ntitle = \"starts\"\n");
  const auto arguments =
      with({"-q", "-t", "1", "sim", (folder_ / "case.toml").string(), "-o", "OUT"}, keys);
  for (const Outcome& outcome : atOnce(4, arguments))
    EXPECT_EQ(outcome.status, 0) << outcome.errors;
  EXPECT_TRUE(fs::is_empty(temporary_)) << "the session folder was left behind";
}

}  // namespace
}  // namespace glasscope
