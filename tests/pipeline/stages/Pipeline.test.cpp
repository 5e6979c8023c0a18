// A run that was killed, or whose files were damaged on the disk, ends as if nothing had happened.
#include "core/formats/Emd.h"
#include "core/formats/H5md.h"
#include "core/hdf5/Hdf5.h"
#include "core/system/Error.h"
#include "core/system/Mpi.h"
#include "sim/readers/ReadFrames.h"
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

// What other programs open of a run by itself: the snapshots as a dump, EMD files under the ending
// by which HyperSpy knows them, the instrument where it and py4DSTEM look.
TEST_F(PipelineTest, leavesFilesThatOtherProgramsOpenWithoutBeingTold) {
  const fs::path input = writeFrames("glass.xyz", 3), out = folder_ / "run";
  const Outcome outcome =
      run(with(quickly({"multislice", input.string(), "--frames", "all", "-o", out.string()}),
               {"snapshots.thermal_motion=frames", "record.dose_e_per_A2=500"}));
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  sim::ReadOptions options;
  options.frames = sim::FrameSelection::parse("all");
  const auto snapshots = readH5md(out / "atoms/structure.h5").front().frames;
  const auto dumped = sim::readFrames(out / "atoms/structure.dump", options);
  ASSERT_EQ(dumped.size(), snapshots.size());
  for (std::size_t f = 0; f < dumped.size(); ++f) {
    EXPECT_EQ(dumped[f].step, snapshots[f].step);
    EXPECT_EQ(dumped[f].positions, snapshots[f].positions);
    EXPECT_EQ(dumped[f].atomicNumbers, snapshots[f].atomicNumbers);
  }
  for (const char* scan : {"haadf", "nanodiffraction"}) {
    const fs::path signals = out / "signals" / scan;
    for (const char* name : {"signal", "recorded"}) {
      const fs::path link = signals / (std::string(name) + ".emd");
      ASSERT_TRUE(fs::is_symlink(link)) << link;
      EXPECT_EQ(fs::read_symlink(link), std::string(name) + ".h5");
    }
    const Hdf5 file = Hdf5::open(signals / "recorded.emd");
    const double semiangle_mrad =
        file.group("microscope").numberAttribute("convergence_semiangle_mrad");
    EXPECT_EQ(semiangle_mrad, std::string(scan) == "haadf" ? 25 : 6);
    EXPECT_EQ(file.group("microscope").numberAttribute("voltage_kV"), 200);
    EXPECT_EQ(file.group("microscope").numberAttribute("dose_e_per_A2"), 500);
    EXPECT_NEAR(file.group("sample").numberAttribute("thickness_A"), 13, 1e-9);
  }
  // 6 mrad at 200 kV are 0.239 1/angstrom: the radius of the disc in pixels.
  const Hdf5 calibration = Hdf5::open(out / "signals/nanodiffraction/signal.h5")
                               .group("datacube_root/metadatabundle/calibration");
  EXPECT_NEAR(calibration.readScalar("probe_semiangle") * calibration.readScalar("Q_pixel_size"),
              0.006 / 0.0250793, 1e-5);
  // Another run over it makes nothing anew because of the links.
  const Outcome again =
      run(with(quickly({"multislice", input.string(), "--frames", "all", "-o", out.string()}),
               {"snapshots.thermal_motion=frames", "record.dose_e_per_A2=500"}));
  EXPECT_THAT(again.errors, HasSubstr("nanodiffraction: nothing has changed"));
}

// Times, boundaries and sizes that a file does not tell, as a user gives them.
TEST_F(PipelineTest, takesTimesAndBoundariesThatAFileDoesNotTell) {
  std::string dump;
  for (const int step : {0, 500, 1500}) {
    const Atoms glass = smallGlass(step / 500);
    dump += fmt::format(
        "ITEM: TIMESTEP\n{}\nITEM: NUMBER OF ATOMS\n{}\nITEM: BOX BOUNDS pp pp pp\n0 13\n0 13\n0 "
        "13\nITEM: ATOMS id element x y z\n",
        step, glass.size());
    for (std::size_t i = 0; i < glass.size(); ++i)
      dump += fmt::format("{} {} {:.6f} {:.6f} {:.6f}\n", i + 1,
                          glass.atomicNumbers[i] == 40 ? "Zr" : "Cu", glass.positions[i].x(),
                          glass.positions[i].y(), glass.positions[i].z());
  }
  writeFileAtomically(folder_ / "glass.dump", dump);
  const fs::path out = folder_ / "run";
  const Outcome outcome =
      run({"voronoi", (folder_ / "glass.dump").string(), "--frames", "all", "-o", out.string(),
           "--set", "snapshots.thermal_motion=series", "--set", "configuration.timestep_fs=2",
           "--set", "configuration.boundary=ppf", "--set", "voronoi.spread_table=false"});
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  const auto frames = readH5md(out / "atoms/structure.h5").front().frames;
  ASSERT_EQ(frames.size(), 3U);
  EXPECT_EQ(frames[1].time_ps, 1);
  EXPECT_EQ(frames[2].time_ps, 3);
  EXPECT_THAT(frames[2].box.periodic(), testing::ElementsAre(true, true, false));
  EXPECT_THAT(readFile(out / "structure/series.csv"), HasSubstr("\n2,1500,3,"));
  const Outcome wrong =
      run({"plan", (folder_ / "glass.dump").string(), "--set", "configuration.boundary=TTF"});
  EXPECT_EQ(wrong.status, 2);
  EXPECT_THAT(wrong.errors, HasSubstr("configuration.boundary=ppf"));
}

}  // namespace
}  // namespace glasscope
