// The verb sweep as a user calls it: killed, divided, out of disk, on ranks, struck by a signal.
#include <map>

#include "core/system/Mpi.h"
#include "tests/KillCount.h"
#include "tests/pipeline/ProgramTest.h"

namespace glasscope {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

// Two configurations; two doses each.
constexpr const char* kSet = R"([snapshots]
thermal_motion = "none"
[compare]
descriptors = ["coordination"]
[[scan]]
name = "haadf"
scan_nx = 3
scan_ny = 3
inner_mrad = 20
outer_mrad = 40
snapshots = 1
[[scan]]
name = "patterns"
records = "patterns"
scan_nx = 2
scan_ny = 2
max_angle_mrad = 20
snapshots = 1
[sweep]
split = [0.5, 0.0, 0.5]
[[axis]]
key = "configuration.file"
files = "glass_*.xyz"
[[axis]]
key = "record.dose_e_per_A2"
values = [1e3, 1e5]
)";

class SweepProgram : public ProgramTest {
 protected:
  SweepProgram() {
    for (const int frame : {0, 1})
      writeExtendedXyz(folder_ / fmt::format("glass_{}.xyz", frame), {smallGlass(frame)});
    write(kSet);
  }
  void write(const std::string& text) const { writeFileAtomically(folder_ / "set.toml", text); }
  std::vector<std::string> sweep(const std::string& out, std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments = {
        "sweep", (folder_ / "set.toml").string(), "-o", (folder_ / out).string(), "-t", "1"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }
  std::map<std::string, std::string> contents(const std::string& out) const {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder_ / out))
      if (entry.is_regular_file() && entry.path().filename() != ".lock")
        files[fs::relative(entry.path(), folder_ / out).string()] = readFile(entry.path());
    return files;
  }
  bool leftNothingUnfinished(const std::string& out) const {
    for (const auto& entry : fs::recursive_directory_iterator(folder_ / out))
      if (entry.path().extension() == ".partial") return false;
    return true;
  }
};

TEST_F(SweepProgram, saysWhatASetIsBeforeItIsMade) {
  for (const auto& arguments :
       {sweep("set", {"--plan"}), std::vector<std::string>{"plan", (folder_ / "set.toml").string(),
                                                           "-o", (folder_ / "set").string()}}) {
    const Outcome said = run(arguments);
    EXPECT_EQ(said.status, 0) << said.errors;
    EXPECT_THAT(said.output,
                AllOf(HasSubstr("4 samples"), HasSubstr("2 glasses"), HasSubstr("4 clean scans"),
                      HasSubstr("4 recordings"), HasSubstr("Time: about"), HasSubstr("Memory")));
  }
  EXPECT_FALSE(fs::exists(folder_ / "set"));
  const Outcome other = run({"run", (folder_ / "set.toml").string()});
  EXPECT_EQ(other.status, 2);
  EXPECT_THAT(other.errors, HasSubstr("glasscope sweep"));
}

TEST_F(SweepProgram, hasTheSameBytesWhereverItWasKilled) {
  if (!canWatchProcesses()) GTEST_SKIP() << "this machine lets no process watch another";
  // The set and the work behind it lie below one folder, so that every change is counted.
  const auto inside = [&](const std::string& name) {
    return sweep(name + "/set", {"--work", (folder_ / name / "work").string()});
  };
  fs::create_directories(folder_ / "whole");
  const WatchedProcess whole = runUntilChange(0, inside("whole"), folder_ / "whole");
  ASSERT_EQ(whole.status, 0) << readFile(folder_ / "log");
  const int kills = killCount(3);
  for (int k = 0; k < kills; ++k) {
    // The last changes write the shards and the manifest.
    const int change =
        1 + static_cast<int>(std::int64_t{whole.changes} * (2 * k + 1) / (2 * kills));
    const std::string name = fmt::format("killed_{}", k);
    fs::create_directories(folder_ / name);
    const WatchedProcess killed = runUntilChange(change, inside(name), folder_ / name);
    EXPECT_EQ(killed.status, 128 + SIGKILL) << change << " of " << whole.changes;
    const Outcome again = run(inside(name));
    ASSERT_EQ(again.status, 0) << again.errors;
    EXPECT_EQ(contents(name + "/set"), contents("whole/set")) << "killed at " << change;
    fs::remove_all(folder_ / name);
  }
}

TEST_F(SweepProgram, stopsAtASignalAndLeavesNothingHalfWritten) {
  if (!canWatchProcesses()) GTEST_SKIP() << "this machine lets no process watch another";
  fs::create_directories(folder_ / "a");
  const auto inside = sweep("a/set", {"--work", (folder_ / "a/work").string()});
  const WatchedProcess stopped = runUntilChange(40, inside, folder_ / "a", SIGTERM);
  EXPECT_EQ(stopped.status, 130) << readFile(folder_ / "log");
  EXPECT_TRUE(leftNothingUnfinished("a/set"));
  EXPECT_EQ(run(inside).status, 0);
  EXPECT_EQ(run({"sweep", "--verify", (folder_ / "a/set").string()}).status, 0);
}

TEST_F(SweepProgram, endsOnAFullDiskInTheMiddleOfAShardAndGoesOn) {
  std::string more = kSet;  // a shard of four samples
  more.replace(more.find("[1e3, 1e5]"), 10, "[1e3, 1e4, 1e5, 1e6]");
  write(more);
  ASSERT_EQ(run(sweep("whole")).status, 0);
  // No file of the work is as large as a shard.
  std::uintmax_t largest = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder_ / "whole.work"))
    if (entry.is_regular_file()) largest = std::max(largest, entry.file_size());
  const auto shard = fs::file_size(folder_ / "whole/shards/train-00000.h5");
  ASSERT_GT(shard, largest + 1000);
  const Outcome full = run(sweep("set"), static_cast<long>(largest + 500));
  EXPECT_EQ(full.status, 4) << full.errors;
  EXPECT_THAT(full.errors, HasSubstr("What to do"));
  EXPECT_TRUE(leftNothingUnfinished("set"));
  EXPECT_FALSE(fs::exists(folder_ / "set/shards/train-00000.h5"));
  EXPECT_FALSE(fs::exists(folder_ / "set/manifest.csv"));
  ASSERT_EQ(run(sweep("set")).status, 0);
  EXPECT_EQ(contents("set"), contents("whole"));
}

TEST_F(SweepProgram, isMadeByTwoProgramsAtOneTime) {
  ASSERT_EQ(run(sweep("whole")).status, 0);
  for (const char* scratch : {"one", "two"}) fs::create_directories(folder_ / scratch);
  Child one(sweep("set"), folder_ / "one"), two(sweep("set"), folder_ / "two");
  const Outcome first = one.wait(), second = two.wait();
  EXPECT_EQ(first.status, 0) << first.errors;
  EXPECT_EQ(second.status, 0) << second.errors;
  EXPECT_EQ(contents("set"), contents("whole"));
}

TEST_F(SweepProgram, saysByItsStatusThatSamplesFailed) {
  write(std::string(kSet) +
        "[[axis]]\nkey = \"compare.descriptors\"\nvalues = [[\"coordination\"], [\"no_such\"]]\n");
  const Outcome made = run(sweep("set"));
  EXPECT_EQ(made.status, 6);
  EXPECT_THAT(made.errors, AllOf(HasSubstr("4 of 8 samples"), HasSubstr("failures.csv")));
}

TEST_F(SweepProgram, tellsWhatIsWrongWithASetByItsStatus) {
  ASSERT_EQ(run(sweep("set")).status, 0);
  const std::vector<std::string> verify = {"sweep", "--verify", (folder_ / "set").string()};
  EXPECT_EQ(run(verify).status, 0);
  const fs::path manifest = folder_ / "set/manifest.csv";
  writeFileAtomically(manifest, readFile(manifest) + "\n");
  const Outcome found = run(verify);
  EXPECT_EQ(found.status, 3);
  EXPECT_THAT(found.output, HasSubstr("manifest.csv was edited"));
  const Outcome none = run({"sweep", "--verify", folder_.string()});
  EXPECT_EQ(none.status, 3);
  EXPECT_THAT(none.errors, HasSubstr("is no finished data set"));
}

TEST_F(SweepProgram, isSharedOutOverRanks) {
  if (!Mpi::compiledIn()) GTEST_SKIP() << "built without MPI: there is one rank only";
  ASSERT_EQ(run(sweep("whole")).status, 0);
  std::string command =
      fmt::format("mpirun --oversubscribe --allow-run-as-root -np 2 {}", programPath());
  for (const std::string& argument : sweep("ranks")) command += " '" + argument + "'";
  ASSERT_EQ(std::system((command + " > " + (folder_ / "log").string() + " 2>&1").c_str()), 0)
      << readFile(folder_ / "log");
  EXPECT_EQ(contents("ranks"), contents("whole"));
}

}  // namespace
}  // namespace glasscope
