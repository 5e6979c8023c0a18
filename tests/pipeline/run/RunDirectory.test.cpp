#include "pipeline/run/RunDirectory.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include "core/system/Error.h"
#include "core/system/Files.h"

namespace glasscope::pipeline {
namespace {

namespace fs = std::filesystem;

class RunDirectoryTest : public testing::Test {
 protected:
  RunDirectoryTest()
      : folder_(fs::temp_directory_path() / ("glasscope_run_" + std::to_string(getpid()))) {}
  ~RunDirectoryTest() override { fs::remove_all(folder_); }

  StageRecord record(const std::string& name) const {
    StageRecord stage;
    stage.name = name;
    stage.hash = "hash of " + name;
    stage.wall_s = 1.5;
    stage.outputs = {name + ".out"};
    stage.warnings = {"a \"quoted\" warning"};
    stage.facts = R"({"atoms":4000})";
    return stage;
  }

  fs::path folder_;
};

TEST_F(RunDirectoryTest, aFinishedStageIsRememberedWithEverythingAboutIt) {
  {
    RunDirectory run(folder_);
    writeFileAtomically(run.path("sim.out"), "x");
    run.finish(record("sim"), Case());
  }
  const auto stages = readStages(folder_);
  ASSERT_EQ(stages.size(), 1u);
  EXPECT_EQ(stages[0].name, "sim");
  EXPECT_EQ(stages[0].wall_s, 1.5);
  EXPECT_THAT(stages[0].warnings, testing::ElementsAre("a \"quoted\" warning"));
  EXPECT_EQ(stages[0].facts, R"({"atoms":4000})");
}

TEST_F(RunDirectoryTest, aStageIsUpToDateOnlyWithItsHashAndItsOutputs) {
  RunDirectory run(folder_);
  writeFileAtomically(run.path("sim.out"), "x");
  run.finish(record("sim"), Case());
  EXPECT_TRUE(run.upToDate("sim", "hash of sim"));
  writeFileAtomically(run.path("sim.out"), "y");
  EXPECT_FALSE(run.upToDate("sim", "hash of sim")) << "its output is another file";
  fs::remove(run.path("sim.out"));
  EXPECT_FALSE(run.upToDate("sim", "hash of sim")) << "its output does not exist";
  writeFileAtomically(run.path("sim.out"), "x");
  EXPECT_FALSE(run.upToDate("sim", "another hash"));
  EXPECT_FALSE(run.upToDate("voronoi", "hash of sim"));
}

TEST_F(RunDirectoryTest, aStageThatIsDoneAgainReplacesItsRecord) {
  RunDirectory run(folder_);
  writeFileAtomically(run.path("sim.out"), "x");
  run.finish(record("sim"), Case());
  run.finish(record("sim"), Case());
  EXPECT_EQ(readStages(folder_).size(), 1u);
}

TEST_F(RunDirectoryTest, aSecondProgramIsKeptOut) {
  const RunDirectory first(folder_);
  try {
    const RunDirectory second(folder_);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::environment);
    EXPECT_THAT(error.what(), testing::HasSubstr("in use"));
  }
}

TEST_F(RunDirectoryTest, aDamagedLedgerIsAnErrorThatSaysWhatToDo) {
  fs::create_directories(folder_);
  writeFileAtomically(folder_ / "provenance.json", "{\"stages\": [");
  EXPECT_THROW(RunDirectory run(folder_), Error);
}

}  // namespace
}  // namespace glasscope::pipeline
