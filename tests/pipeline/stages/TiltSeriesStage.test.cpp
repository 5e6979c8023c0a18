// Tilt series as a user makes them: one case, files that other programs open, resumption.
#include <cstring>

#include "core/formats/Emd.h"
#include "core/formats/MapSeries.h"
#include "core/system/Mpi.h"
#include "tests/pipeline/ProgramTest.h"

namespace glasscope {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class TiltSeriesStageTest : public ProgramTest {
 protected:
  /// The small glass without periods: a particle.
  fs::path writeParticle() const {
    Atoms atoms = smallGlass();
    atoms.box = Box::orthogonal(atoms.box.lengths(), Vec3::Zero(), {false, false, false});
    writeExtendedXyz(folder_ / "particle.xyz", {atoms});
    return folder_ / "particle.xyz";
  }

  static std::string over(const std::string& angles) {
    return "haadf.series={key=\"tilt_deg\", values=" + angles + "}";
  }

  std::vector<std::string> series(const fs::path& input, const fs::path& out,
                                  const std::vector<std::string>& more = {}) const {
    const auto arguments =
        with(quickly({"multislice", input.string(), "-o", out.string()}),
             {"snapshots.thermal_motion=none", "thermal.einstein_rms_A=[0.1]",
              "thermal.configurations=2", "nanodiffraction.enabled=false", "haadf.scan_nx=10",
              "haadf.scan_ny=10", "tilt_series.margin_A=4", over("\"-40:40:20\"")});
    return with(arguments, more);
  }

  static std::vector<double> valuesOf(const MapSeries& series) {
    std::vector<double> values;
    for (const Map2& map : series.maps)
      values.insert(values.end(), map.values.begin(), map.values.end());
    return values;
  }
};

TEST_F(TiltSeriesStageTest, makesAStackInOneFrameWhoseTiltZeroIsTheMapOfTheScan) {
  for (const fs::path& input : {writeParticle(), writeFrames("foil.xyz", 1)}) {
    const fs::path out = folder_ / input.stem() / "run";
    const fs::path level = folder_ / input.stem() / "level";
    const std::vector<std::string> more = {"haadf.detectors=[\"name=bf kind=disc outer_mrad=10\"]",
                                           "haadf.defocus_A=5"};
    const Outcome outcome = run(series(input, out, more));
    ASSERT_EQ(outcome.status, 0) << outcome.errors;
    ASSERT_EQ(run(with(series(input, level, more), {"haadf.series={key=\"\", values=[]}"})).status,
              0);
    const auto stacks = readEmdSeries(out / "signals/haadf/series.h5");
    const auto maps = readEmdMaps(level / "signals/haadf/signal.h5");
    EXPECT_FALSE(fs::exists(out / "signals/haadf/signal.h5"));
    ASSERT_EQ(stacks.size(), maps.size());
    EXPECT_EQ(stacks[0].axis, (std::vector<double>{-40, -20, 0, 20, 40}));
    for (std::size_t m = 0; m < maps.size(); ++m) {
      EXPECT_EQ(stacks[m].name, maps[m].name);
      const Map2& untilted = stacks[m].maps[2];
      EXPECT_EQ(
          std::memcmp(untilted.values.data(), maps[m].values.data(), 8 * untilted.values.size()), 0)
          << maps[m].name;
      EXPECT_EQ(untilted.origin_A, maps[m].origin_A);
      EXPECT_EQ(untilted.pixel_A, maps[m].pixel_A);
    }
    EXPECT_NE(valuesOf(stacks[0])[0], maps[0].values[0]);
    EXPECT_EQ(readFile(out / "signals/haadf/angles.rawtlt"),
              " -40.000\n -20.000\n   0.000\n  20.000\n  40.000\n");
    for (const char* name : {"haadf/series.mrc", "haadf/series_bf.mrc"})
      EXPECT_EQ(fs::file_size(out / "signals" / name), 1024U + 5 * 100 * 4);
    const EmdMetadata about = readEmdMetadata(out / "signals/haadf/series.h5");
    EXPECT_THAT(about.at("tilt_axis"), HasSubstr("\"point_pixel\":[5.0,5.0]"));
    EXPECT_THAT(run({"info", (out / "signals/haadf/series.h5").string()}).output,
                HasSubstr("5 maps, tilt -40 to 40 deg"));
    // Nothing is left of the rows.
    for (const auto& entry : fs::directory_iterator(out / "signals"))
      EXPECT_THAT(entry.path().filename().string(), testing::Not(HasSubstr("rows")));
  }
}

TEST_F(TiltSeriesStageTest, killedAtAnyTiltItEndsWithTheSameBitsOnAnyThreads) {
  if (!canWatchProcesses()) GTEST_SKIP() << "this machine lets no process watch another";
  const fs::path input = writeParticle();
  const std::vector<std::string> more = {"tilt_series.angle_jitter_deg=1",
                                         "tilt_series.shift_jitter_A=0.3", "haadf.scan_nx=24",
                                         "haadf.scan_ny=24"};
  const fs::path whole = folder_ / "whole", killed = folder_ / "killed";
  const WatchedProcess undisturbed = runUntilChange(0, series(input, whole, more), whole);
  ASSERT_EQ(undisturbed.status, 0) << readFile(folder_ / "log");
  for (int time = 0; time < 3; ++time) {
    auto arguments = series(input, killed, more);
    arguments.insert(arguments.end(), {"-t", time % 2 == 0 ? "1" : "2"});
    // A quarter of the way further each time, as long as nothing is made twice.
    const WatchedProcess found = runUntilChange(undisturbed.changes / 4, arguments, killed);
    EXPECT_TRUE(found.signalled) << time << ": " << found.changes;
  }
  ASSERT_EQ(run(series(input, killed, more)).status, 0);
  EXPECT_EQ(valuesOf(readEmdSeries(killed / "signals/haadf/series.h5")[0]),
            valuesOf(readEmdSeries(whole / "signals/haadf/series.h5")[0]));
  EXPECT_EQ(readFile(killed / "signals/haadf/series.mrc"),
            readFile(whole / "signals/haadf/series.mrc"));
  // The stage was off, and says by how much.
  EXPECT_EQ(readFile(killed / "signals/haadf/tilts.csv"),
            readFile(whole / "signals/haadf/tilts.csv"));
  EXPECT_THAT(readFile(whole / "signals/haadf/tilts.csv"), testing::Not(HasSubstr("\n2,0,0,0,0,")));
}

TEST_F(TiltSeriesStageTest, aDoseGivesEveryImageNoiseOfItsOwn) {
  const fs::path out = folder_ / "run";
  const Outcome outcome =
      run(series(writeParticle(), out, {over("[0, 0]"), "record.dose_e_per_A2=1e5"}));
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  const MapSeries clean = readEmdSeries(out / "signals/haadf/series.h5")[0];
  const auto recorded = readEmdSeries(out / "signals/haadf/series_recorded.h5");
  ASSERT_EQ(recorded.size(), 1U);
  const auto& maps = recorded[0].maps;
  double noise = 0, common = 0, expected = 0;
  const double electrons = 1e5 * maps[0].pixel_A.prod();
  for (std::size_t i = 0; i < maps[0].values.size(); ++i) {
    EXPECT_EQ(clean.maps[0].values[i], clean.maps[1].values[i]);
    const double a = maps[0].values[i] - clean.maps[0].values[i];
    const double b = maps[1].values[i] - clean.maps[0].values[i];
    noise += (a * a + b * b) / 2;
    common += a * b;
    expected += clean.maps[0].values[i] / electrons;
  }
  // Poisson: the variance is the mean. Of a hundred pixels, two images: a tenth for one standard
  // error; independent images share nothing but chance, a tenth too.
  EXPECT_NEAR(noise / expected, 1, 0.4);
  EXPECT_NEAR(common / expected, 0, 0.4);
  EXPECT_EQ(fs::file_size(out / "signals/haadf/series_recorded.mrc"), 1024U + 2 * 100 * 4);
}

TEST_F(TiltSeriesStageTest, planCountsAllTiltsAndBadSeriesAreRefused) {
  const fs::path particle = writeParticle();
  auto arguments = series(particle, folder_ / "run");
  arguments[0] = "plan";
  const Outcome plan = run(arguments);
  EXPECT_EQ(plan.status, 0) << plan.errors;
  // Five tilts of a hundred positions and two configurations.
  EXPECT_THAT(plan.output, HasSubstr("1000 (positions times snapshots)"));
  EXPECT_THAT(plan.output, HasSubstr("5, -40 to 40 degrees"));
  EXPECT_THAT(run(with(arguments, {over("\"10:0:5\"")})).errors, HasSubstr("first:last:step"));
  EXPECT_EQ(
      run(with(arguments, {"haadf.scan_rotation_deg=10", "haadf.scan_region_A=[5.0,5.0,5.0,5.0]"}))
          .status,
      2);
  auto foil = series(writeFrames("foil.xyz", 1), folder_ / "run", {over("[90]")});
  foil[0] = "plan";
  EXPECT_THAT(run(foil).errors, HasSubstr("endless"));
}

}  // namespace
}  // namespace glasscope
