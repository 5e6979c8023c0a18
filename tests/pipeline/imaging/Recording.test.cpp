// Recorded signals as a user makes them: by a case, and by the verb degrade.
#include "pipeline/imaging/Recording.h"

#include <limits>

#include "compare/files/ReductionsFile.h"
#include "core/formats/Emd.h"
#include "core/formats/MapSeries.h"
#include "core/hdf5/Hdf5.h"
#include "pipeline/case/CaseFile.h"
#include "pipeline/report/ReportBuilder.h"
#include "tests/pipeline/ProgramTest.h"

namespace glasscope {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

class RecordingTest : public ProgramTest {
 protected:
  std::vector<std::string> command(const std::string& verb, const fs::path& out) const {
    return quickly({verb, (folder_ / "glass.xyz").string(), "--frames", "all", "-o", out.string()});
  }
};

TEST_F(RecordingTest, aCaseWithADoseComparesTheRecordedSignalsAndKeepsTheCleanOnes) {
  writeFrames("glass.xyz", 2);
  const fs::path out = folder_ / "run";
  const Outcome outcome =
      run(with(command("run", out), {"record.dose_e_per_A2=2e4", "record.jitter_A=0.05",
                                     "nanodiffraction.bin=2", "nanodiffraction.dtype=uint16"}));
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  const Map2 clean = readEmdMaps(out / "signals/haadf/signal.h5").front();
  const Map2 recorded = readEmdMaps(out / "signals/haadf/recorded.h5").front();
  const double electrons = 2e4 * clean.pixel_A.x() * clean.pixel_A.y();
  double difference = 0;
  for (std::size_t i = 0; i < clean.values.size(); ++i) {
    const double counts = recorded.values[i] * electrons;
    EXPECT_NEAR(counts, std::round(counts), 1e-6);
    difference += std::abs(recorded.values[i] - clean.values[i]);
  }
  EXPECT_GT(difference, 0);
  const auto metadata = readEmdMetadata(out / "signals/haadf/recorded.h5");
  EXPECT_THAT(metadata.at("recording"),
              AllOf(HasSubstr("jitter"), HasSubstr("linear"), HasSubstr("Poisson")));
  // Counts are stored whole: reading them back gives multiples of the scale.
  const EmdDatacube cube(out / "signals/nanodiffraction/recorded.h5");
  EXPECT_EQ(cube.shape().qx, EmdDatacube(out / "signals/nanodiffraction/signal.h5").shape().qx);
  const Hdf5 file = Hdf5::open(out / "signals/nanodiffraction/recorded.h5");
  const Hdf5 array = file.group("datacube_root/datacube");
  EXPECT_EQ(array.stringAttribute("units", "data"), "counts");
  // The shot noise that V(k) loses is that of these electrons.
  const auto reductions =
      compare::ReductionsFile::read(out / "signals/nanodiffraction/reductions.h5").reductions;
  ASSERT_TRUE(reductions);
  EXPECT_NEAR(reductions->used.counts, 2e4 * cube.shape().rStep_A.prod(), 1e-6);
  EXPECT_THAT(readFile(out / "report.html"), HasSubstr("compared as recorded"));
  // What the scans show as a whole goes on to the page.
  const auto page =
      pipeline::buildReport(pipeline::readCase(out / "case.toml", {}), pipeline::RunDirectory(out));
  ASSERT_FALSE(page.signals.sections.empty());
  EXPECT_THAT(page.signals.sections.front().curves,
              testing::Contains(testing::Field(&Curves::name, "azimuthal_mean")));
  // Another dose images nothing anew.
  const Outcome again =
      run(with(command("run", out), {"record.dose_e_per_A2=1e4", "nanodiffraction.bin=2",
                                     "nanodiffraction.dtype=uint16"}));
  EXPECT_THAT(again.errors, HasSubstr("nanodiffraction: nothing has changed"));
}

TEST_F(RecordingTest, everyMemberOfAFocalSeriesIsRecordedWithRandomNumbersOfItsOwn) {
  writeFrames("glass.xyz", 2);
  const fs::path out = folder_ / "run";
  const Outcome outcome = run(with(
      command("multislice", out),
      {"record.dose_e_per_A2=2e4", "haadf.series={key=\"defocus_A\", values=[0,0,50]}",
       "nanodiffraction.series={key=\"defocus_A\", values=[-50,50]}", "nanodiffraction.bin=4"}));
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  const fs::path signals = out / "signals";
  const MapSeries clean = readEmdSeries(signals / "haadf/series.h5").front();
  const auto recorded = readEmdSeries(signals / "haadf/series_recorded.h5");
  ASSERT_EQ(recorded.size(), 1U);  // no standard errors
  const std::vector<Map2>& maps = recorded.front().maps;
  EXPECT_EQ(recorded.front().axis, (std::vector<double>{0, 0, 50}));
  ASSERT_EQ(clean.maps[0].values[7], clean.maps[1].values[7]);
  const double electrons = 2e4 * clean.maps[0].pixel_A.prod();
  double chi2 = 0, equal = 0;
  for (std::size_t i = 0; i < 36; ++i) {
    for (std::size_t m = 0; m < 3; ++m) {
      const double mean = clean.maps[m].values[i] * electrons;
      chi2 += std::pow(maps[m].values[i] * electrons - mean, 2) / mean;
    }
    equal += maps[0].values[i] == maps[1].values[i] ? 1 : 0;
  }
  EXPECT_NEAR(chi2 / 108, 1, 0.55);  // four standard errors of a mean of 108 squares
  EXPECT_LT(equal, 18);              // the same image twice, with other electrons
  for (const char* name : {"nanodiffraction/defocus_0_-50A", "nanodiffraction/defocus_1_50A"}) {
    const EmdDatacube before(signals / (std::string(name) + ".h5"));
    const EmdDatacube after(signals / (std::string(name) + "_recorded.h5"));
    double sum = 0, counted = 0;
    for (const float value : before.pattern(2, 3)) sum += value;
    for (const float value : after.pattern(2, 3)) counted += value;
    EXPECT_NE(sum, counted) << name;
    EXPECT_NEAR(counted, sum, 4 * std::sqrt(sum / (2e4 * before.shape().rStep_A.prod()))) << name;
  }
  // The verb does the same to the file of a series, with electrons of that file.
  const auto degraded = [&](const char* name) {
    const fs::path noisy = folder_ / name;
    EXPECT_EQ(run({"degrade", (signals / "haadf/series.h5").string(), "-o", noisy.string(), "--set",
                   "record.dose_e_per_A2=2e4"})
                  .status,
              0);
    return readEmdSeries(noisy).front().maps[2].values;
  };
  const auto noisy = degraded("noisy.h5"), again = degraded("again.h5");
  double spread = 0;
  int same = 0;
  for (std::size_t i = 0; i < 36; ++i) {
    EXPECT_EQ(again[i], noisy[i]);
    const double mean = clean.maps[2].values[i] * electrons;
    spread += std::pow(noisy[i] * electrons - mean, 2) / mean;
    same += noisy[i] == maps[2].values[i] ? 1 : 0;
  }
  EXPECT_NEAR(spread / 36, 1, 0.94);  // four standard errors of a mean of 36 squares
  EXPECT_LT(same, 18);
}

const Map2& mapNamed(const std::vector<Map2>& maps, const std::string& name) {
  for (const Map2& map : maps) {
    if (map.name == name) return map;
  }
  throw std::runtime_error("no map " + name);
}

TEST_F(RecordingTest, derivesPhaseContrastAndCentresOfMassFromWhatWasRecorded) {
  writeFrames("glass.xyz", 2);
  const fs::path out = folder_ / "run";
  const Outcome outcome =
      run(with(command("multislice", out),
               {"record.dose_e_per_A2=2e3", "record.contamination=0.1",
                "haadf.detectors=[\"name=seg kind=segmented outer_mrad=20\", \"name=com kind=com "
                "outer_mrad=40\", \"name=bf kind=disc outer_mrad=10\"]",
                "nanodiffraction.enabled=false"}));
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  const auto clean = readEmdMaps(out / "signals/haadf/signal.h5");
  const auto recorded = readEmdMaps(out / "signals/haadf/recorded.h5");
  const Map2& dpc = mapNamed(recorded, "seg_dpc_x");
  double negative = 0;
  for (std::size_t i = 0; i < dpc.values.size(); ++i) {
    double above = 0, below = 0;
    for (int s = 0; s < 4; ++s) {
      const double value = mapNamed(recorded, "seg_s" + std::to_string(s)).values[i];
      above += std::cos(M_PI / 2 * (s + 0.5)) * value;
      below += value;
    }
    EXPECT_NEAR(dpc.values[i], above / below, 1e-6);
    negative += dpc.values[i] < 0 ? 1 : 0;
  }
  EXPECT_GT(negative, 0);
  // The centre of mass is there, near the clean one: thousands of electrons of about 15 mrad.
  const Map2 &com = mapNamed(recorded, "com_x"), &cleanCom = mapNamed(clean, "com_x");
  for (std::size_t i = 0; i < com.values.size(); ++i) {
    EXPECT_NEAR(com.values[i], 0.9 * cleanCom.values[i], 1);
  }
  mapNamed(recorded, "com_integrated");
  // A disc of 10 mrad takes 94 % of the layer's scattering, and not the thousandth of the annulus.
  double before = 0, after = 0;
  for (const double value : mapNamed(clean, "bf").values) before += value;
  for (const double value : mapNamed(recorded, "bf").values) after += value;
  const double layer = 0.1 * 0.94 * static_cast<double>(com.values.size());
  EXPECT_NEAR(after / (0.9 * before + layer), 1, 0.02);
}

TEST_F(RecordingTest, imagesOfAPlaneWaveAreRecordedAsACameraDoes) {
  writeFrames("glass.xyz", 2);
  const fs::path out = folder_ / "run", image = out / "signals/hrtem/signal.h5";
  const Outcome outcome =
      run(with(command("multislice", out),
               {"record.dose_e_per_A2=1e5", "record.jitter_A=0.1", "hrtem.enabled=true",
                "hrtem.aperture_mrad=10", "nanodiffraction.enabled=false"}));
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  const Map2 clean = readEmdMaps(image).front();
  const Map2 recorded = readEmdMaps(out / "signals/hrtem/recorded.h5").front();
  const double electrons = 1e5 * clean.pixel_A.prod();
  double difference = 0;
  for (std::size_t i = 0; i < clean.values.size(); ++i) {
    EXPECT_NEAR(recorded.values[i] * electrons, std::round(recorded.values[i] * electrons), 1e-3);
    difference += std::pow(recorded.values[i] - clean.values[i], 2) * electrons / clean.values[i];
  }
  const auto count = static_cast<double>(clean.values.size());
  EXPECT_NEAR(difference / count, 1, 5 * std::sqrt(2 / count));  // Poisson
  // What was done is listed, and nothing else.
  const std::string steps = readEmdMetadata(out / "signals/hrtem/recorded.h5").at("recording");
  EXPECT_THAT(steps, AllOf(HasSubstr("Poisson"), testing::Not(HasSubstr("jitter"))));
  const std::string scan = readEmdMetadata(out / "signals/haadf/recorded.h5").at("recording");
  EXPECT_THAT(scan, HasSubstr("jitter"));
  // degrade does not pass over what it cannot do.
  const fs::path noisy = folder_ / "noisy.h5";
  const auto degrade = [&](const fs::path& file, const std::string& key) {
    return run({"degrade", file.string(), "-o", noisy.string(), "--set", "record.dose_e_per_A2=1e5",
                "--set", key});
  };
  EXPECT_THAT(degrade(image, "record.contamination=0.1").errors, HasSubstr("contamination"));
  EXPECT_EQ(degrade(image, "record.jitter_A=0.1").status, 2);
  EXPECT_THAT(degrade(out / "signals/haadf/signal.h5", "record.point_spread_pixels=1").errors,
              HasSubstr("point_spread_pixels"));
  EXPECT_EQ(degrade(image, "record.point_spread_pixels=1").status, 0);
}

TEST_F(RecordingTest, degradeAsksForAPixelSizeThatAFileDoesNotTellAndTakesIt) {
  Map2 map;
  map.name = "adf";
  map.unit = "1";
  map.values = Array2<double>(20, 20, 0.5);
  map.pixel_A = Vec2::Constant(std::numeric_limits<double>::quiet_NaN());
  const fs::path clean = folder_ / "measured.h5", noisy = folder_ / "noisy.h5";
  writeEmdMaps(clean, {map}, {});
  const auto degraded = [&](const std::vector<std::string>& keys) {
    return run(with({"degrade", clean.string(), "-o", noisy.string()}, keys));
  };
  const Outcome asked = degraded({"record.dose_e_per_A2=100"});
  EXPECT_EQ(asked.status, 2);
  EXPECT_THAT(asked.errors, HasSubstr("--set calibration.pixel_A"));
  ASSERT_EQ(
      degraded({"record.dose_e_per_A2=100", "calibration.pixel_A=0.5", "calibration.pixel_y_A=0.4"})
          .status,
      0);
  // 100 electrons per square angstrom on 0.2 of it are 20 a pixel; the size stays with the file.
  const Map2 recorded = readEmdMaps(noisy).front();
  EXPECT_EQ(recorded.pixel_A, Vec2(0.5, 0.4));
  double sum = 0;
  for (const double value : recorded.values) {
    EXPECT_NEAR(20 * value, std::round(20 * value), 1e-9);
    sum += 20 * value;
  }
  EXPECT_NEAR(sum, 4000, 4 * std::sqrt(4000.0));  // four standard deviations of a Poisson number
  EXPECT_THAT(run({"info", clean.string()}).output, HasSubstr("calibration.pixel_A"));
}

TEST_F(RecordingTest, degradeWritesANewFileAndRefusesToDoNothing) {
  writeFrames("glass.xyz", 2);
  const fs::path out = folder_ / "run";
  ASSERT_EQ(run(command("multislice", out)).status, 0);
  const fs::path clean = out / "signals/nanodiffraction/signal.h5", noisy = folder_ / "noisy.h5";
  const Outcome outcome =
      run({"degrade", clean.string(), "-o", noisy.string(), "--set",
           "record.electrons_per_position=5000", "--set", "record.point_spread_pixels=0.7"});
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  double before = 0, after = 0;
  const EmdDatacube a(clean), b(noisy);
  for (int rx = 0; rx < a.shape().rx; ++rx) {
    for (int ry = 0; ry < a.shape().ry; ++ry) {
      for (const float value : a.pattern(rx, ry)) before += value;
      for (const float value : b.pattern(rx, ry)) after += value;
    }
  }
  // 36 patterns of 5000 electrons: a relative standard error of 0.24 %, and the spread takes a
  // little over the edge.
  EXPECT_NEAR(after / before, 1, 0.015);
  EXPECT_EQ(run({"degrade", clean.string()}).status, 2);
  EXPECT_EQ(
      run({"degrade", clean.string(), "-o", clean.string(), "--set", "record.jitter_A=1"}).status,
      2);
  EXPECT_EQ(run(with(command("run", out), {"record.gain=3"})).status, 2);
}

// A power of two, so that it rounds nothing, and large enough that twice the full scale still fits
// into a number of 16 bits (65,504).
TEST(Recording, scalesHalfPrecisionByAPowerOfTwoThatFits) {
  const pipeline::Case c = pipeline::parseCase(
      "", "case.toml", {"nanodiffraction.dtype=float16", "nanodiffraction.full_scale=0.3"});
  const DatacubeStorage storage = pipeline::storageOf(c, c.scans[1], DatacubeShape(), false);
  EXPECT_EQ(std::exp2(std::round(std::log2(storage.scale))), storage.scale);
  EXPECT_LE(0.3 / storage.scale, 32768);
  EXPECT_GT(0.3 / storage.scale, 16384);
}

// A clean scan of 2 x 2 positions that see the same.
void writeEqualPatterns(const fs::path& file) {
  DatacubeShape shape;
  shape.rx = shape.ry = 2;
  shape.qx = shape.qy = 8;
  shape.qStep_invA = 0.1;
  shape.rStep_A = {1, 1};
  shape.unit = "1";
  EmdDatacubeWriter writer(file, shape, {}, "clean");
  for (int rx = 0; rx < 2; ++rx) writer.writeRow(rx, std::vector<float>(128, 0.01F));
  writer.commit();
}

// Every member of a focal series has noise of its own, also where the patterns are the same.
TEST_F(RecordingTest, membersOfAFocalSeriesOfPatternsHaveNoiseOfTheirOwn) {
  writeEqualPatterns(folder_ / "clean.h5");
  const pipeline::Case c =
      pipeline::parseCase("", "case.toml", {"record.electrons_per_position=1000"});
  std::vector<std::vector<float>> patterns;
  for (const std::size_t member : {0U, 1U, 1U}) {
    const fs::path out = folder_ / fmt::format("{}.h5", patterns.size());
    pipeline::recordMember(c, c.scans[1], "defocus", member, folder_ / "clean.h5", out, "identity");
    const Array2<float> pattern = EmdDatacube(out).pattern(1, 0);
    patterns.emplace_back(pattern.begin(), pattern.end());
  }
  EXPECT_NE(patterns[0], patterns[1]);
  EXPECT_EQ(patterns[1], patterns[2]);
}

// Two scans of the same settings see the same and record it twice: nothing of their noise is
// shared, neither that of patterns nor that of detectors of one name.
TEST_F(RecordingTest, scansOfTheSameSettingsHaveNoiseOfTheirOwn) {
  writeFileAtomically(folder_ / "case.toml", R"(
    [record]
    electrons_per_position = 1000
    [[scan]]
    name = "one"
    records = "patterns"
    [[scan]]
    name = "two"
    records = "patterns"
  )");
  const pipeline::Case c = pipeline::parseCase(readFile(folder_ / "case.toml"), "case.toml", {});
  writeEqualPatterns(folder_ / "clean.h5");
  Map2 bright;
  bright.name = "bright_field";
  bright.unit = "1";
  bright.pixel_A = {1, 1};
  bright.values = Array2<double>(4, 4, 0.5);
  writeEmdMaps(folder_ / "detectors.h5", {bright}, {});
  std::vector<std::vector<float>> patterns;
  std::vector<std::vector<double>> maps;
  for (const char* name : {"one", "two", "two"}) {
    const pipeline::ScanCase& scan = *c.findScan(name);
    const fs::path cube = folder_ / fmt::format("{}.h5", patterns.size());
    const fs::path map = folder_ / fmt::format("map_{}.h5", patterns.size());
    pipeline::recordScan(c, scan, scan.name, folder_ / "clean.h5", cube, "identity");
    pipeline::recordMaps(c, scan.name, folder_ / "detectors.h5", map);
    const Array2<float> pattern = EmdDatacube(cube).pattern(1, 0);
    patterns.emplace_back(pattern.begin(), pattern.end());
    const Array2<double> values = readEmdMaps(map).front().values;
    maps.emplace_back(values.begin(), values.end());
  }
  EXPECT_NE(patterns[0], patterns[1]);
  EXPECT_EQ(patterns[1], patterns[2]);
  EXPECT_NE(maps[0], maps[1]);
  EXPECT_EQ(maps[1], maps[2]);
}

// Counts of a measured scan taken for fractions would be multiplied by the electrons once more.
TEST_F(RecordingTest, degradeRefusesPatternsThatHoldMoreThanTheBeam) {
  DatacubeShape shape;
  shape.rx = shape.ry = 2;
  shape.qx = shape.qy = 4;
  shape.qStep_invA = 0.1;
  const auto degraded = [&](float each, const std::string& key) {
    MemoryDatacube scan(shape, std::vector<float>(64, each));
    const fs::path file = folder_ / "scan.h5", noisy = folder_ / "scan_noisy.h5";
    fs::remove(file);
    fs::remove(noisy);
    EmdDatacubeWriter writer(file, shape, {}, "test");
    for (int rx = 0; rx < 2; ++rx) writer.writeRow(rx, scan.data().subspan(rx * 32, 32));
    writer.commit();
    return run({"degrade", file.string(), "-o", noisy.string(), "--set", key});
  };
  EXPECT_EQ(degraded(1.0F / 16, "record.electrons_per_position=100").status, 0);
  const Outcome counts = degraded(3, "record.electrons_per_position=100");
  EXPECT_EQ(counts.status, 2);
  EXPECT_THAT(counts.errors, HasSubstr("sums up to 48"));
  EXPECT_THAT(counts.errors, HasSubstr("--beam_counts"));
  // A layer scatters a fraction of the beam as well.
  EXPECT_EQ(degraded(3, "record.contamination=0.1").status, 2);
  // Without electrons there is nothing to count: a blur is a blur of counts, too.
  EXPECT_EQ(degraded(3, "record.point_spread_pixels=1").status, 0);
}

// The instrument of a file is text that any program may have written.
TEST_F(RecordingTest, degradeRefusesAVoltageThatIsNone) {
  Map2 map;
  map.name = "adf";
  map.unit = "1";
  map.values = Array2<double>(4, 4, 0.5);
  for (const char* voltage : {"abc", "", "\"200\"", "-200", "1e400", "[200]"}) {
    const fs::path clean = folder_ / "measured.h5";
    writeEmdMaps(clean, {map}, {{"voltage_kV", voltage}});
    const Outcome outcome = run({"degrade", clean.string(), "-o", (folder_ / "noisy.h5").string(),
                                 "--set", "record.dose_e_per_A2=100"});
    EXPECT_GE(outcome.status, 2) << voltage;
    EXPECT_LE(outcome.status, 3) << voltage;
    EXPECT_THAT(outcome.errors, HasSubstr("voltage_kV"));
  }
}

}  // namespace
}  // namespace glasscope
