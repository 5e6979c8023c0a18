// Which results of an earlier run are used again, which are made again, and what info says of both.
#include "core/formats/Emd.h"
#include "tests/pipeline/ProgramTest.h"

namespace glasscope {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class StaleProgram : public ProgramTest {
 protected:
  std::vector<std::string> command(const std::string& verb = "run") const {
    return with(
        quickly({verb, (folder_ / "glass.xyz").string(), "--frames", "all", "-o", out().string()}),
        {"nanodiffraction.enabled=false"});
  }
  fs::path out() const { return folder_ / "run"; }
  std::string info() const { return run({"info", out().string()}).output; }

  static auto isUsed(const std::string& stage) {
    return HasSubstr(stage + ": nothing has changed");
  }
  static auto isMadeAgain(const std::string& stage) { return HasSubstr(stage + ": done in"); }
  /// What the program says of its stages.
  std::string stages(const std::vector<std::string>& arguments) const {
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.status, 0) << outcome.errors;
    return outcome.errors;
  }
};

TEST_F(StaleProgram, aChangeThatLeavesAProductAsItIsStopsThere) {
  writeFrames("glass.xyz", 3);
  stages(command());
  // Nothing is melted here: the stage is done again, and makes the same file.
  EXPECT_THAT(stages(with(command(), {"sim.melt_ps=7"})),
              AllOf(isMadeAgain("sim"), isUsed("voronoi"), isUsed("haadf"), isUsed("compare")));
}

TEST_F(StaleProgram, inputsAreKnownByTheirContentAndNotByTheirPlace) {
  const fs::path input = writeFrames("glass.xyz", 3);
  stages(command());
  fs::create_directory(folder_ / "moved");
  fs::copy_file(input, folder_ / "moved/glass.xyz");
  auto moved = command();
  moved[1] = (folder_ / "moved/glass.xyz").string();
  EXPECT_THAT(stages(moved), AllOf(isUsed("sim"), isUsed("haadf")));
  writeFrames("glass.xyz", 2);
  EXPECT_THAT(stages(command()), AllOf(isMadeAgain("sim"), isMadeAgain("voronoi"),
                                       isMadeAgain("haadf"), isMadeAgain("report")));
}

TEST_F(StaleProgram, anotherSeedMakesAnotherResult) {
  writeFrames("glass.xyz", 1);
  const auto seeded = [&](const char* seed) {
    return with(command("multislice"),
                {"snapshots.thermal_motion=none", "thermal.einstein_rms_A=[0.1]",
                 "thermal.configurations=2", std::string("case.seed=") + seed});
  };
  stages(seeded("1"));
  const auto first = readFile(out() / "signals/haadf/signal.h5");
  EXPECT_THAT(stages(seeded("2")), isMadeAgain("haadf"));
  EXPECT_NE(readFile(out() / "signals/haadf/signal.h5"), first);
}

TEST_F(StaleProgram, aFileThatSomebodyReplacedIsNoticedAndMadeAgain) {
  writeFrames("glass.xyz", 3);
  stages(command());
  const fs::path file = out() / "atoms/structure.h5";
  const std::string made = readFile(file);
  writeFrames("other.xyz", 2);
  ASSERT_EQ(run({"sim", (folder_ / "other.xyz").string(), "--frames", "all", "-o",
                 (folder_ / "other").string()})
                .status,
            0);
  fs::copy_file(folder_ / "other/atoms/structure.h5", file, fs::copy_options::overwrite_existing);
  const Outcome told = run({"info", out().string()});
  EXPECT_EQ(told.status, 3);
  EXPECT_THAT(told.output, AllOf(HasSubstr("NOT WHAT WAS WRITTEN: atoms/structure.h5"),
                                 HasSubstr("MADE FROM OTHER RESULTS: atoms/structure.h5")));
  EXPECT_THAT(stages(command()), AllOf(HasSubstr("atoms/structure.h5 is not what was written"),
                                       isMadeAgain("sim"), isUsed("haadf")));
  EXPECT_TRUE(readFile(file) == made);
  EXPECT_THAT(info(), Not(HasSubstr("OTHER")));
}

TEST_F(StaleProgram, aByteThatTurnedOnTheDiskIsFoundByVerify) {
  writeFrames("glass.xyz", 2);
  stages(command());
  EXPECT_THAT(run({"info", out().string(), "--verify"}).output, HasSubstr("compared by content"));
  const fs::path file = out() / "atoms/descriptors.xyz";
  const auto time = fs::last_write_time(file);
  std::string content = readFile(file);
  content[content.size() / 2] ^= 1;
  std::ofstream(file, std::ios::binary) << content;
  fs::last_write_time(file, time);
  EXPECT_EQ(run({"info", out().string()}).status, 0);
  const Outcome verified = run({"info", out().string(), "--verify"});
  EXPECT_EQ(verified.status, 3);
  EXPECT_THAT(verified.output, HasSubstr("NOT WHAT WAS WRITTEN: atoms/descriptors.xyz"));
}

TEST_F(StaleProgram, thePageIsMadeAgainAfterAChangeOfAnyImage) {
  writeFrames("glass.xyz", 2);
  const auto more = [&](const char* defocus) {
    return with(command(), {"hrtem.enabled=true", "haadf.series={key=\"defocus_A\", values=[10]}",
                            std::string("hrtem.defocus_A=") + defocus});
  };
  stages(more("600"));
  EXPECT_THAT(stages(more("600")), isUsed("report"));
  EXPECT_THAT(stages(more("500")), AllOf(isMadeAgain("hrtem"), isUsed("haadf"), isUsed("compare"),
                                         isMadeAgain("report")));
  EXPECT_THAT(stages(with(more("500"), {"haadf.series={key=\"defocus_A\", values=[20]}"})),
              AllOf(isUsed("hrtem"), isMadeAgain("haadf"), isMadeAgain("report")));
}

TEST_F(StaleProgram, infoSaysWhatBelongsToOtherSettingsAfterAPartOfARun) {
  writeFrames("glass.xyz", 2);
  stages(command());
  EXPECT_THAT(info(), Not(HasSubstr("OTHER")));
  stages(with(command("multislice"), {"haadf.semiangle_mrad=15"}));
  const std::string told = info();
  const std::size_t compare = told.find("  compare "), report = told.find("  report ");
  ASSERT_LT(compare, report);
  EXPECT_THAT(told.substr(0, compare), Not(HasSubstr("OTHER")));
  EXPECT_THAT(told.substr(compare, report - compare), HasSubstr("OTHER SETTINGS"));
  EXPECT_THAT(told.substr(report), HasSubstr("OTHER SETTINGS"));
  stages(with(command(), {"haadf.semiangle_mrad=15"}));
  EXPECT_THAT(info(), Not(HasSubstr("OTHER")));
  // What the case no longer asks for stays, and is named.
  stages(with(command(), {"haadf.enabled=false"}));
  EXPECT_THAT(info(), HasSubstr("NOT PART OF case.toml ANY MORE"));
}

TEST_F(StaleProgram, filesThatAStageNoLongerWritesGo) {
  writeFrames("glass.xyz", 2);
  stages(with(command("multislice"), {"haadf.series={key=\"defocus_A\", values=[10]}"}));
  EXPECT_TRUE(fs::exists(out() / "signals/haadf/series.h5"));
  stages(command("multislice"));
  EXPECT_FALSE(fs::exists(out() / "signals/haadf/series.h5"));
}

// What a stage may write and does not write this time is that of another sample.
TEST_F(StaleProgram, filesThatAStageDoesNotWriteAgainGo) {
  const fs::path modes = out() / "structure/density_of_states.csv";
  const std::vector<std::string> dynamics = {
      "sim", sourceFolder() + "/inputs/glass.dump.gz", "-e", "Cu,Zr", "-o", out().string()};
  stages(with(dynamics, {"snapshots.count=2", "snapshots.equilibration_ps=0.01",
                         "snapshots.interval_ps=0.01"}));
  ASSERT_TRUE(fs::exists(modes));
  stages(with(dynamics, {"snapshots.thermal_motion=none"}));  // no forces, no modes
  EXPECT_FALSE(fs::exists(modes));
  EXPECT_EQ(readFile(out() / "provenance.json").find("density_of_states"), std::string::npos);
  EXPECT_TRUE(fs::exists(out() / "atoms/structure.dump"));
}

TEST_F(StaleProgram, textOfASampleThatIsStreamedNowGoes) {
  writeFrames("glass.xyz", 2);
  stages(command("voronoi"));
  ASSERT_TRUE(fs::exists(out() / "atoms/descriptors.xyz"));
  ASSERT_TRUE(fs::exists(out() / "structure/series.json"));
  stages(with(command("voronoi"), {"voronoi.streaming=always"}));
  for (const char* file : {"atoms/descriptors.xyz", "atoms/descriptors.dump",
                           "structure/series.json", "structure/series.csv"})
    EXPECT_FALSE(fs::exists(out() / file)) << file;
  EXPECT_TRUE(fs::exists(out() / "atoms/descriptors.h5"));
}

TEST_F(StaleProgram, aRunThatIsKilledBehindAnyStageGoesOnFromThere) {
  writeFrames("glass.xyz", 2);
  stages(command());
  std::vector<fs::path> files = {"atoms/structure.h5", "atoms/descriptors.h5",
                                 "signals/haadf/signal.h5"};
  std::vector<std::string> whole;
  for (const fs::path& file : files) whole.push_back(readFile(out() / file));
  fs::remove_all(out());
  for (const char* stage : {"sim", "voronoi", "haadf", "compare"}) {
    fs::remove(folder_ / "stderr");  // what the run before said
    Child child(command(), folder_);
    const std::string done = std::string(stage) + ": done in";
    const auto said = [&] {
      return fs::exists(folder_ / "stderr") &&
             readFile(folder_ / "stderr").find(done) != std::string::npos;
    };
    while (child.running() && !said()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    child.signal(SIGKILL);
    EXPECT_THAT(child.wait().errors, HasSubstr(done));
  }
  EXPECT_THAT(stages(command()), AllOf(isUsed("sim"), isUsed("voronoi"), isUsed("haadf")));
  for (std::size_t i = 0; i < files.size(); ++i)
    EXPECT_TRUE(readFile(out() / files[i]) == whole[i]) << files[i];
}

TEST_F(StaleProgram, whatALaterStageWouldRefuseIsRefusedBeforeTheFirst) {
  writeFrames("glass.xyz", 2);
  for (const char* key : {"nanodiffraction.max_angle_mrad=40000",
                          "nanodiffraction.scan_region_A=[6.0, 6.0, 20.0, 5.0]"}) {
    const Outcome outcome = run(with(command(), {"nanodiffraction.enabled=true", key}));
    EXPECT_NE(outcome.status, 0) << key;
    EXPECT_THAT(outcome.errors, AllOf(HasSubstr("What to do:"), Not(HasSubstr("sim: ")))) << key;
    EXPECT_FALSE(fs::exists(out() / "atoms/structure.h5")) << key;
  }
}

}  // namespace
}  // namespace glasscope
