// What happens when the input is bad, the disk is full or somebody kills the program.
#include "core/formats/Emd.h"
#include "tests/pipeline/ProgramTest.h"

namespace glasscope {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

class FaultsTest : public ProgramTest {
 protected:
  /// Runs on a file with this content; the message has the three parts, and nothing half-written
  /// stands under a final name.
  std::string refusal(const std::string& name, const std::string& content, int status,
                      std::vector<std::string> more = {}) const {
    writeFileAtomically(folder_ / name, content);
    return refusalOf(folder_ / name, status, std::move(more));
  }

  std::string refusalOf(const fs::path& input, int status,
                        std::vector<std::string> more = {}) const {
    const fs::path out = folder_ / "refused";
    std::vector<std::string> arguments = quickly({"run", input.string(), "-o", out.string()});
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.status, status) << outcome.errors;
    EXPECT_THAT(outcome.errors, HasSubstr("What to do:"));
    EXPECT_FALSE(fs::exists(out / "atoms/structure.h5"));
    EXPECT_FALSE(fs::exists(out / "report.html"));
    return outcome.errors;
  }

  static std::string dump(const std::string& atoms, int count) {
    return fmt::format(
        "ITEM: TIMESTEP\n0\nITEM: NUMBER OF ATOMS\n{}\nITEM: BOX BOUNDS pp pp pp\n0 20\n0 20\n0 "
        "20\nITEM: ATOMS id type x y z\n{}",
        count, atoms);
  }
};

TEST_F(FaultsTest, missingFilesAndUnknownFormatsAreRefused) {
  EXPECT_THAT(refusalOf(folder_ / "absent.dump", 3), HasSubstr("does not exist"));
  refusal("empty.dump", "", 3);
  refusal("noise.dump", "this is no configuration of atoms\n", 3);
}

// What stands at a path may be no file at all: that is no defect of the program, and is not called
// one.
TEST_F(FaultsTest, pathsThatLeadNowhereAreNotCalledDefects) {
  fs::create_symlink("loop", folder_ / "loop");
  for (const fs::path& path : {folder_ / "loop", fs::path("/dev/null"), fs::path("/")}) {
    for (const char* verb : {"info", "plan"}) {
      const Outcome outcome = run({verb, path.string()});
      EXPECT_THAT(outcome.status, testing::AllOf(testing::Ge(2), testing::Le(5)))
          << verb << path << outcome.errors;
      EXPECT_THAT(outcome.errors, HasSubstr("What to do:"));
      EXPECT_THAT(outcome.errors, testing::Not(HasSubstr("defect")));
    }
  }
}

// 125 atoms in a slab of a billionth of an angstrom: margins in pixels are more than an integer
// counts.
TEST_F(FaultsTest, aNeedleOfABoxIsPlannedOrRefusedAndEndsNoProgram) {
  std::string text = "2\nLattice=\"1e-9 0 0 0 13 0 0 0 13\" Properties=species:S:1:pos:R:3\n";
  text += "Cu 0 1 1\nCu 0 5 5\n";
  writeFileAtomically(folder_ / "needle.xyz", text);
  const Outcome outcome = run({"plan", (folder_ / "needle.xyz").string()});
  EXPECT_LE(outcome.status, 5) << outcome.errors;
  EXPECT_GE(outcome.status, 0) << outcome.errors;
}

TEST_F(FaultsTest, aTruncatedDumpIsRefused) {
  EXPECT_THAT(refusal("cut.dump", dump("1 1 1 1 1\n2 1 5 5 5\n", 3), 3, {"--elements", "Cu"}),
              HasSubstr("cut.dump"));
}

TEST_F(FaultsTest, coordinatesThatAreNotFiniteAreRefused) {
  EXPECT_THAT(refusal("nan.dump", dump("1 1 1 1 1\n2 1 nan 5 5\n", 2), 3, {"--elements", "Cu"}),
              HasSubstr("nan"));
}

TEST_F(FaultsTest, missingUnknownAndTooFewElementsAreRefused) {
  const std::string text = dump("1 1 1 1 1\n2 2 5 5 5\n", 2);
  EXPECT_THAT(refusal("a.dump", text, 2), HasSubstr("--elements"));
  EXPECT_THAT(refusal("a.dump", text, 3, {"--elements", "Cu,Zx"}), HasSubstr("Zx"));
  EXPECT_THAT(refusal("a.dump", text, 2, {"--elements", "Cu"}), HasSubstr("--elements"));
}

TEST_F(FaultsTest, aFrameThatIsNotThereIsRefused) {
  const fs::path input = writeFrames("glass.xyz", 2);
  refusalOf(input, 2, {"--frames", "7"});
}

TEST_F(FaultsTest, keysThatCannotBeAreRefused) {
  const fs::path input = writeFrames("glass.xyz", 1);
  EXPECT_THAT(refusalOf(input, 2, {"--set", "haadf.semiangel_mrad=20"}),
              HasSubstr("haadf.semiangle_mrad"));
  EXPECT_THAT(refusalOf(input, 2, {"--set", "foil.thickness_A=-3"}), HasSubstr(">= 0"));
  // A potential that somebody named is used or refused, never silently left out.
  EXPECT_THAT(refusalOf(input, 4, {"--set", "sim.potential=kim:NoSuchModel"}),
              HasSubstr("NoSuchModel"));
  EXPECT_THAT(refusalOf(input, 4,
                        {"--set", "sim.potential=kim:NoSuchModel", "--set",
                         "snapshots.thermal_motion=dynamics"}),
              HasSubstr("NoSuchModel"));
}

TEST_F(FaultsTest, aBoxSmallerThanTheReachOfThePotentialIsRefused) {
  std::string text = "ITEM: TIMESTEP\n0\nITEM: NUMBER OF ATOMS\n2\nITEM: BOX BOUNDS pp pp pp\n";
  text += "0 3\n0 3\n0 3\nITEM: ATOMS id type x y z\n1 1 0 0 0\n2 2 1.5 1.5 1.5\n";
  refusal("tiny.dump", text, 2,
          {"--elements", "Cu,Zr", "--set", "snapshots.thermal_motion=dynamics"});
}

TEST_F(FaultsTest, aDetectorBeyondTheBandLimitIsRefusedWithTheSamplingThatWouldDo) {
  const fs::path input = writeFrames("glass.xyz", 2);
  const fs::path out = folder_ / "run";
  const Outcome outcome = run(quickly({"run", input.string(), "--frames", "all", "-o", out.string(),
                                       "--set", "microscope.grid_points=64"}));
  EXPECT_EQ(outcome.status, 5) << outcome.errors;
  EXPECT_THAT(outcome.errors, AllOf(HasSubstr("mrad"), HasSubstr("What to do:")));
  EXPECT_FALSE(fs::exists(out / "signals/haadf/signal.h5"));
}

TEST_F(FaultsTest, aScanOutsideTheFoilIsRefused) {
  const fs::path input = writeFrames("glass.xyz", 2);
  const fs::path out = folder_ / "run";
  const auto arguments = quickly({"run", input.string(), "--frames", "all", "-o", out.string()});
  const Outcome outcome = run(with(arguments, {"haadf.scan_region_A=[6.0, 6.0, 20.0, 5.0]"}));
  EXPECT_EQ(outcome.status, 2) << outcome.errors;
  EXPECT_THAT(outcome.errors, AllOf(HasSubstr("foil"), HasSubstr("What to do:")));
  EXPECT_FALSE(fs::exists(out / "signals/haadf/signal.h5"));
  EXPECT_EQ(run(with(arguments, {"haadf.scan_region_A=[6.0, 6.0, 5.0, 5.0]"})).status, 0);
}

TEST_F(FaultsTest, anOutputFolderThatCannotBeWrittenIsRefused) {
  const fs::path input = writeFrames("glass.xyz", 1);
  const Outcome outcome = run({"run", input.string(), "-o", "/proc/nowhere"});
  EXPECT_EQ(outcome.status, 4);
  EXPECT_THAT(outcome.errors, HasSubstr("/proc/nowhere"));
}

TEST_F(FaultsTest, aFullDiskLeavesNoFileUnderItsFinalName) {
  const fs::path input = writeFrames("glass.xyz", 3);
  const fs::path out = folder_ / "run";
  const auto arguments =
      with(quickly({"run", input.string(), "--frames", "all", "-o", out.string()}),
           {"nanodiffraction.scan_nx=64", "nanodiffraction.scan_ny=64"});
  // Enough for the configuration and for what MPI keeps in files, too little for the 4-D scan of
  // 4096 patterns of 42 x 42 numbers.
  const Outcome outcome = run(arguments, 8 << 20);
  EXPECT_EQ(outcome.status, 4) << outcome.errors;
  EXPECT_THAT(outcome.errors, HasSubstr("What to do:"));
  EXPECT_FALSE(fs::exists(out / "signals/nanodiffraction/signal.h5"));
  EXPECT_TRUE(fs::exists(out / "signals/haadf/signal.h5"));
  // With room again the run goes on to its end.
  EXPECT_EQ(run(arguments).status, 0);
}

TEST_F(FaultsTest, aKilledRunGoesOnAndEndsWithTheSameBits) {
  if (!canWatchProcesses()) GTEST_SKIP() << "this machine lets no process watch another";
  const fs::path input = writeFrames("glass.xyz", 3);
  const auto arguments = [&](const fs::path& out) {
    return with(
        quickly({"multislice", input.string(), "--frames", "all", "-o", out.string(), "-t", "1"}),
        {"nanodiffraction.scan_nx=60", "nanodiffraction.scan_ny=30", "haadf.scan_nx=40",
         "haadf.scan_ny=30"});
  };
  const fs::path whole = folder_ / "whole", killed = folder_ / "killed";
  const WatchedProcess undisturbed = runUntilChange(0, arguments(whole), whole);
  ASSERT_EQ(undisturbed.status, 0) << readFile(folder_ / "log");
  for (const int number : {SIGTERM, SIGKILL, SIGINT, SIGKILL}) {
    const WatchedProcess found =
        runUntilChange(undisturbed.changes / 5, arguments(killed), killed, number);
    ASSERT_TRUE(found.signalled) << found.changes << " of " << undisturbed.changes;
    EXPECT_EQ(found.status, number == SIGKILL ? 128 + SIGKILL : 130);
    if (number != SIGKILL) {
      EXPECT_THAT(readFile(folder_ / "log"), HasSubstr("run the same command again"));
    }
  }
  ASSERT_EQ(run(arguments(killed)).status, 0);
  const EmdDatacube expected(whole / "signals/nanodiffraction/signal.h5");
  const EmdDatacube found(killed / "signals/nanodiffraction/signal.h5");
  for (int rx = 0; rx < expected.shape().rx; ++rx) {
    const Array2<float> a = expected.pattern(rx, 3), b = found.pattern(rx, 3);
    EXPECT_TRUE(std::equal(a.begin(), a.end(), b.begin())) << "row " << rx;
  }
  const auto expectedMaps = readEmdMaps(whole / "signals/haadf/signal.h5");
  const auto foundMaps = readEmdMaps(killed / "signals/haadf/signal.h5");
  EXPECT_TRUE(std::equal(expectedMaps[0].values.begin(), expectedMaps[0].values.end(),
                         foundMaps[0].values.begin()));
}

}  // namespace
}  // namespace glasscope
