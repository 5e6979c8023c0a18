// A run that was killed, or whose files were damaged on the disk, ends as if nothing had happened.
#include "core/formats/Emd.h"
#include "core/system/Error.h"
#include "core/system/Mpi.h"
#include "tests/Paths.h"
#include "tests/pipeline/ProgramTest.h"

namespace glasscope {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class PipelineTest : public ProgramTest {
 protected:
  // Long enough to be killed in many places, on one thread of each rank.
  std::vector<std::string> scan(const fs::path& out) const {
    return with(quickly({"multislice", (folder_ / "glass.xyz").string(), "--frames", "all", "-o",
                         out.string(), "-t", "1"}),
                {"nanodiffraction.scan_nx=60", "nanodiffraction.scan_ny=40", "haadf.scan_nx=60",
                 "haadf.scan_ny=30"});
  }

  static std::vector<float> patternsOf(const fs::path& out) {
    const EmdDatacube cube(out / "signals/nanodiffraction/signal.h5");
    std::vector<float> all;
    for (int rx = 0; rx < cube.shape().rx; ++rx) {
      for (int ry = 0; ry < cube.shape().ry; ++ry) {
        const Array2<float> pattern = cube.pattern(rx, ry);
        all.insert(all.end(), pattern.begin(), pattern.end());
      }
    }
    return all;
  }

  static std::vector<double> mapOf(const fs::path& out) {
    const auto maps = readEmdMaps(out / "signals/haadf/signal.h5");
    return {maps[0].values.begin(), maps[0].values.end()};
  }

  /// The same command under mpirun; the rank that is about to make that change is killed.
  WatchedProcess killOneOfTwoRanks(int change, const fs::path& out) const {
    std::vector<std::string> command{"mpirun", "--oversubscribe", "--allow-run-as-root", "-np",
                                     "2",      programPath()};
    const std::vector<std::string> arguments = scan(out);
    command.insert(command.end(), arguments.begin(), arguments.end());
    return signalAtChange(change, SIGKILL, out, command, folder_ / "log");
  }
};

// Each time a few more changes of files are let through than a start needs, so that every run gets
// a little further; where it is killed is counted and not timed.
TEST_F(PipelineTest, killedTwentyTimesOnOneAndTwoRanksItEndsWithTheSameBits) {
  if (!canWatchProcesses()) GTEST_SKIP() << "this machine lets no process watch another";
  writeFrames("glass.xyz", 3);
  const fs::path whole = folder_ / "whole", killed = folder_ / "killed";
  const WatchedProcess undisturbed = runUntilChange(0, scan(whole), whole);
  ASSERT_EQ(undisturbed.status, 0) << readFile(folder_ / "log");
  ASSERT_GT(undisturbed.changes, 100);
  Random place(20, "kill");
  int interruptions = 0;
  for (int time = 0; time < 20; ++time) {
    const int change =
        1 + static_cast<int>(place.below(static_cast<std::uint64_t>(undisturbed.changes) / 6));
    const bool onRanks = time % 4 == 3 && Mpi::compiledIn();
    const WatchedProcess found =
        onRanks ? killOneOfTwoRanks(change, killed) : runUntilChange(change, scan(killed), killed);
    if (found.signalled) ++interruptions;
    EXPECT_EQ(found.status == 0, !found.signalled) << readFile(folder_ / "log");
  }
  EXPECT_GE(interruptions, 15);
  const Outcome last = run(scan(killed));
  ASSERT_EQ(last.status, 0) << last.errors;
  EXPECT_EQ(patternsOf(killed), patternsOf(whole));
  EXPECT_EQ(mapOf(killed), mapOf(whole));
  for (const auto& entry : fs::directory_iterator(killed / "signals"))
    EXPECT_THAT(entry.path().filename().string(), Not(HasSubstr("partial")));
}

TEST_F(PipelineTest, aDamagedFileIsNamedAndOnlyItsRowIsComputedAgain) {
  writeFrames("glass.xyz", 3);
  const fs::path out = folder_ / "run", file = out / "signals/nanodiffraction/signal.h5";
  const auto arguments = with(quickly({"multislice", (folder_ / "glass.xyz").string(), "--frames",
                                       "all", "-o", out.string()}),
                              {"nanodiffraction.compression=0"});
  ASSERT_EQ(run(arguments).status, 0);
  const auto patterns = patternsOf(out);
  EXPECT_EQ(run({"info", file.string()}).status, 0);

  // Row 4 of 6, the first values of its first pattern.
  std::string content = readFile(file);
  const std::string needle(reinterpret_cast<const char*>(&patterns[4 * patterns.size() / 6]), 64);
  const auto at = content.find(needle);
  ASSERT_NE(at, std::string::npos);
  content[at + 30] = static_cast<char>(content[at + 30] ^ 1);
  std::ofstream(file, std::ios::binary) << content;

  const Outcome told = run({"info", file.string()});
  EXPECT_EQ(told.status, 3);
  EXPECT_THAT(told.errors, AllOf(HasSubstr("scan row 4"), HasSubstr("What to do:")));
  const Outcome again = run(arguments);
  EXPECT_EQ(again.status, 0) << again.errors;
  EXPECT_THAT(again.errors, AllOf(HasSubstr("not what was written"), HasSubstr("1 of 6 scan rows"),
                                  HasSubstr("row 4")));
  EXPECT_EQ(patternsOf(out), patterns);
  EXPECT_EQ(run({"info", file.string()}).status, 0);
}

TEST_F(PipelineTest, aFullDiskLosesNoFinishedRow) {
  writeFrames("glass.xyz", 3);
  const fs::path out = folder_ / "run";
  const auto arguments = with(quickly({"multislice", (folder_ / "glass.xyz").string(), "--frames",
                                       "all", "-o", out.string()}),
                              {"nanodiffraction.scan_nx=64", "nanodiffraction.scan_ny=64"});
  const Outcome full = run(arguments, 8 << 20);
  EXPECT_EQ(full.status, 4) << full.errors;
  EXPECT_THAT(full.errors, HasSubstr("make room on the disk"));
  const std::string partial = (out / "signals/nanodiffraction/signal.h5.partial").string();
  ASSERT_TRUE(fs::exists(partial));
  EXPECT_GT(fs::file_size(partial), 4u << 20);
  const Outcome resumed = run(arguments);
  EXPECT_EQ(resumed.status, 0);
  EXPECT_THAT(resumed.errors, Not(HasSubstr("begun again")));
  const fs::path other = folder_ / "whole";
  auto undisturbed = arguments;
  *(std::find(undisturbed.begin(), undisturbed.end(), "-o") + 1) = other.string();
  ASSERT_EQ(run(undisturbed).status, 0);
  EXPECT_EQ(patternsOf(out), patternsOf(other));
}

}  // namespace
}  // namespace glasscope
