// A scan that is asked for an accuracy, as a user makes it: what is chosen, where it is said, and
// that it is chosen once.
#include <cmath>
#include <cstdlib>

#include "core/formats/Emd.h"
#include "core/formats/MapSeries.h"
#include "core/system/Mpi.h"
#include "multislice/convergence/AccuracyJson.h"
#include "pipeline/case/CaseFile.h"
#include "tests/pipeline/ProgramTest.h"

namespace glasscope {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

class AccuracyStageTest : public ProgramTest {
 protected:
  AccuracyStageTest() : input_(writeFrames("glass.xyz", 1)) {}

  /// Slices so thick that they have to be thinner for what is asked.
  std::vector<std::string> asked(const std::string& verb, const std::string& out,
                                 const std::vector<std::string>& more = {}) const {
    const std::vector<std::string> coarse = {
        "nanodiffraction.enabled=false", "snapshots.thermal_motion=none",
        "microscope.slice_thickness_A=13", "microscope.potential_oversampling=1",
        "haadf.accuracy_percent=30"};
    return with(with(quickly({verb, input_.string(), "-o", (folder_ / out).string()}), coarse),
                more);
  }

  fs::path signals(const std::string& out) const { return folder_ / out / "signals/haadf"; }

  multislice::AccuracyChoice choice(const std::string& out) const {
    return multislice::accuracyChoice(readFile(signals(out) / "accuracy.json"), {});
  }

  static std::vector<double> valuesOf(const fs::path& file) {
    const Array2<double> values = readEmdMaps(file).front().values;
    return {values.begin(), values.end()};
  }

  fs::path input_;
};

TEST_F(AccuracyStageTest, theScanIsMadeWithTheSettingsThatWereChosenAndSaysWhatTheyLeave) {
  const Outcome outcome = run(asked("multislice", "one"));
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  const multislice::AccuracyChoice chosen = choice("one");
  ASSERT_TRUE(chosen.reached) << chosen.text();
  EXPECT_LE(chosen.bound(), 0.3);
  EXPECT_DOUBLE_EQ(chosen.asked, 0.3) << "of one configuration, all of it is for the settings";
  EXPECT_EQ(chosen.standardError, 0);
  EXPECT_THAT(chosen.settings, testing::Contains(HasSubstr("slice")));
  EXPECT_THAT(outcome.errors, HasSubstr("haadf: settings for 30 %"));
  const EmdMetadata about = readEmdMetadata(signals("one") / "signal.h5");
  EXPECT_EQ(about.at("accuracy"), readFile(signals("one") / "accuracy.json"));
  EXPECT_THAT(about.at("settings"), Not(HasSubstr("slice_thickness_A = 13")));
  // The case beside it is of that scan alone, makes the same without choosing, and the settings of
  // before do not.
  const pipeline::Case alone = pipeline::readCase(signals("one") / "case.toml", {});
  ASSERT_FALSE(alone.images.empty());
  for (const pipeline::ImageCase& image : alone.images) EXPECT_FALSE(image.enabled) << image.name;
  for (const pipeline::ScanCase& scan : alone.scans) {
    EXPECT_EQ(scan.enabled, scan.name == "haadf") << scan.name;
    EXPECT_EQ(scan.accuracy_percent, 0) << scan.name;
  }
  const Outcome again = run(
      {"multislice", (signals("one") / "case.toml").string(), "-o", (folder_ / "again").string()});
  ASSERT_EQ(again.status, 0) << again.errors;
  EXPECT_FALSE(fs::exists(signals("again") / "accuracy.json"));
  EXPECT_EQ(valuesOf(signals("again") / "signal.h5"), valuesOf(signals("one") / "signal.h5"));
  ASSERT_EQ(run(asked("multislice", "coarse", {"haadf.accuracy_percent=0"})).status, 0);
  EXPECT_NE(valuesOf(signals("coarse") / "signal.h5"), valuesOf(signals("one") / "signal.h5"));
}

TEST_F(AccuracyStageTest, choosesOnceForASpecimenAndAgainForAnother) {
  ASSERT_EQ(run(asked("multislice", "one")).status, 0);
  const std::string before = readFile(signals("one") / "accuracy.json");
  const std::string same = run(asked("multislice", "one")).errors;
  EXPECT_THAT(same, HasSubstr("haadf accuracy: nothing has changed"));
  EXPECT_THAT(same, HasSubstr("haadf: nothing has changed"));
  EXPECT_THAT(same, Not(HasSubstr("is not what was written")));
  // Of another accuracy that asks for the same settings the scan says something else.
  const std::string other = run(asked("multislice", "one", {"haadf.accuracy_percent=31"})).errors;
  EXPECT_THAT(other, HasSubstr("haadf accuracy: done in"));
  EXPECT_THAT(other, HasSubstr("haadf: done in"));
  EXPECT_NE(readFile(signals("one") / "accuracy.json"), before);
  writeFrames("glass.xyz", 2);  // other atoms under the same name
  const std::string moved = run(asked("multislice", "one", {"configuration.frames=-1"})).errors;
  EXPECT_THAT(moved, HasSubstr("haadf accuracy: done in"));
}

// What is asked for is shared in squares where there is an average: 0.8 of it may be left by the
// settings and 0.6 by the number of configurations, unless the case says how many.
TEST_F(AccuracyStageTest, settingsAndConfigurationsShareWhatIsAskedFor) {
  const std::vector<std::string> moving = {"thermal.einstein_rms_A=[0.05]",
                                           "thermal.configurations=2"};
  ASSERT_EQ(run(asked("multislice", "all", moving)).status, 0);
  EXPECT_NEAR(choice("all").asked, 0.24, 1e-12);
  EXPECT_NEAR(choice("all").standardError, 0.18, 1e-12);
  EXPECT_NEAR(std::hypot(choice("all").asked, choice("all").standardError), 0.3, 1e-12);
  const Outcome said =
      run(asked("multislice", "said", {moving[0], moving[1], "haadf.standard_error_percent=60"}));
  ASSERT_EQ(said.status, 0) << said.errors;
  EXPECT_DOUBLE_EQ(choice("said").asked, 0.3);
  EXPECT_EQ(choice("said").standardError, 0);
}

TEST_F(AccuracyStageTest, thePlanSaysWhatWillBeAndWhatWasChosen) {
  const Outcome before = run(asked("plan", "one"));
  ASSERT_EQ(before.status, 0) << before.errors;
  EXPECT_THAT(before.output, HasSubstr("settings for an accuracy of 30 % are chosen"));
  EXPECT_THAT(before.output, HasSubstr(" 1 of 13.000 angstrom"));
  ASSERT_EQ(run(asked("multislice", "one")).status, 0);
  const Outcome after = run(asked("plan", "one"));
  EXPECT_THAT(after.output, HasSubstr(choice("one").text()));
  EXPECT_THAT(after.output, HasSubstr("half the error"));
  EXPECT_THAT(after.output, Not(HasSubstr(" 1 of 13.000 angstrom")))
      << "it plans the scan of before";
}

TEST_F(AccuracyStageTest, interpolatedWavesAreRefusedBeforeAnythingIsMade) {
  const Outcome refused =
      run(asked("multislice", "one",
                {"microscope.method=scattering_matrix", "microscope.prism_interpolation=2"}));
  EXPECT_EQ(refused.status, 2);
  EXPECT_THAT(refused.errors, HasSubstr("cannot be made to an accuracy"));
  EXPECT_FALSE(fs::exists(folder_ / "one/atoms"));
}

TEST_F(AccuracyStageTest, whatIsNotReachedIsMadeAsWellAsItCanBeAndWarnedOf) {
  const Outcome outcome = run(asked("multislice", "one", {"haadf.accuracy_percent=0.001"}));
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  EXPECT_FALSE(choice("one").reached);
  EXPECT_THAT(outcome.errors, HasSubstr("0.001 % of accuracy are not reached"));
  EXPECT_TRUE(fs::exists(signals("one") / "signal.h5"));
}

// Patterns, and a series of tilts: the same settings for every member.
TEST_F(AccuracyStageTest, patternsAndTiltSeriesAreMadeWithTheirSettingsToo) {
  ASSERT_EQ(run(asked("multislice", "cube",
                      {"haadf.enabled=false", "nanodiffraction.enabled=true",
                       "nanodiffraction.accuracy_percent=60", "nanodiffraction.max_angle_mrad=25",
                       "nanodiffraction.scan_nx=3", "nanodiffraction.scan_ny=3"}))
                .status,
            0);
  const fs::path cube = folder_ / "cube/signals/nanodiffraction";
  const auto of = multislice::accuracyChoice(readFile(cube / "accuracy.json"), {});
  EXPECT_GT(of.signals.size(), 2u) << "the disc and rings";
  EXPECT_EQ(readEmdMetadata(cube / "signal.h5").at("accuracy"), readFile(cube / "accuracy.json"));
  ASSERT_EQ(run(asked("multislice", "tilts",
                      {"haadf.series={key=\"tilt_deg\", values=[0, 20]}", "haadf.scan_nx=4",
                       "haadf.scan_ny=4"}))
                .status,
            0);
  EXPECT_FALSE(choice("tilts").settings.empty());
  EXPECT_DOUBLE_EQ(choice("tilts").asked, 0.3);
  const EmdMetadata about = readEmdMetadata(signals("tilts") / "series.h5");
  EXPECT_EQ(about.at("accuracy"), readFile(signals("tilts") / "accuracy.json"));
}

TEST_F(AccuracyStageTest, choosesTheSameOnTwoRanks) {
  if (!Mpi::compiledIn()) GTEST_SKIP() << "built without MPI: there is one rank only";
  ASSERT_EQ(run(asked("multislice", "one")).status, 0);
  std::string command =
      fmt::format("mpirun --oversubscribe --allow-run-as-root -np 2 {}", programPath());
  for (const std::string& argument : asked("multislice", "two")) command += " '" + argument + "'";
  ASSERT_EQ(std::system((command + " -t 1 > " + (folder_ / "log").string() + " 2>&1").c_str()), 0)
      << readFile(folder_ / "log");
  EXPECT_EQ(readFile(signals("one") / "accuracy.json"), readFile(signals("two") / "accuracy.json"));
  EXPECT_EQ(valuesOf(signals("one") / "signal.h5"), valuesOf(signals("two") / "signal.h5"));
}

}  // namespace
}  // namespace glasscope
