#include "pipeline/run/RunDirectory.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Hash.h"

namespace glasscope::pipeline {
namespace {

namespace fs = std::filesystem;

class RunDirectoryTest : public testing::Test {
 protected:
  RunDirectoryTest()
      : folder_(fs::temp_directory_path() / ("glasscope_run_" + std::to_string(getpid()))) {}
  ~RunDirectoryTest() override { fs::remove_all(folder_); }

  static StageRecord record(const std::string& name, const std::vector<std::string>& outputs) {
    StageRecord stage;
    stage.name = name;
    stage.settings = "settings of " + name;
    stage.inputs = {{"read.h5", "its hash"}};
    stage.wall_s = 1.5;
    for (const std::string& output : outputs) stage.outputs.push_back({output, "", 0, 0});
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
    run.finish(record("sim", {"sim.out"}), Case());
  }
  const Ledger ledger(folder_);
  ASSERT_EQ(ledger.records().size(), 1u);
  const StageRecord& stage = ledger.records().front();
  EXPECT_EQ(stage.name, "sim");
  EXPECT_EQ(stage.settings, "settings of sim");
  EXPECT_EQ(stage.inputs, record("sim", {}).inputs);
  EXPECT_EQ(stage.wall_s, 1.5);
  EXPECT_THAT(stage.warnings, testing::ElementsAre("a \"quoted\" warning"));
  EXPECT_EQ(stage.facts, R"({"atoms":4000})");
  ASSERT_NE(stage.output("sim.out"), nullptr);
  EXPECT_EQ(stage.output("sim.out")->size_bytes, 1u);
  EXPECT_EQ(stage.output("sim.out")->hash, hashBytes("x"));
  EXPECT_EQ(ledger.find("voronoi"), nullptr);
}

TEST_F(RunDirectoryTest, aStageThatIsDoneAgainReplacesItsRecordAndItsFiles) {
  RunDirectory run(folder_);
  for (const char* name : {"kept", "dropped", "edited"}) writeFileAtomically(run.path(name), "x");
  run.finish(record("sim", {"kept", "dropped", "edited"}), Case());
  writeFileAtomically(run.path("edited"), "by somebody");
  run.finish(record("sim", {"kept"}), Case());
  const Ledger ledger(folder_);
  ASSERT_EQ(ledger.records().size(), 1u);
  EXPECT_EQ(ledger.records().front().outputs.size(), 1u);
  EXPECT_TRUE(fs::exists(run.path("kept")));
  EXPECT_FALSE(fs::exists(run.path("dropped"))) << "it belongs to other settings";
  EXPECT_TRUE(fs::exists(run.path("edited"))) << "it is no longer what the stage wrote";
}

// Everything that a run would write, where no run has been: a file, a link to one, a folder of
// signals. Nothing of it is touched.
TEST_F(RunDirectoryTest, filesOfOtherPeopleAreLeftAlone) {
  for (const char* name : {"case.toml", "report.html", "atoms/structure.h5",
                           "structure/report.json", "signals/mine/scan.h5"}) {
    fs::remove_all(folder_);
    fs::create_directories((folder_ / name).parent_path());
    writeFileAtomically(folder_ / name, "mine");
    try {
      const RunDirectory run(folder_);
      ADD_FAILURE() << name;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::usage);
      EXPECT_THAT(error.what(), testing::HasSubstr("would be replaced"));
    }
    EXPECT_EQ(readFile(folder_ / name), "mine");
    EXPECT_FALSE(fs::exists(folder_ / ".lock"));
  }
  fs::remove_all(folder_);
  fs::create_directories(folder_ / "signals");
  fs::create_symlink("/etc/hostname", folder_ / "report.html");
  EXPECT_THROW(RunDirectory{folder_}, Error);
  fs::remove(folder_ / "report.html");
  writeFileAtomically(folder_ / "notes.txt", "beside it nothing is in the way");
  EXPECT_NO_THROW(RunDirectory{folder_});
  // A run that was killed before its first stage was done goes on.
  writeFileAtomically(folder_ / "case.toml", "of the run");
  EXPECT_NO_THROW(RunDirectory{folder_});
}

TEST_F(RunDirectoryTest, aLockThatIsAFolderIsNoSecondProgram) {
  fs::create_directories(folder_ / ".lock");
  try {
    const RunDirectory run(folder_);
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("cannot be locked"));
  }
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
