// What is recorded, and said of it, for files and settings that runs of the demo do not have.
#include <cmath>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/formats/Emd.h"
#include "core/system/Error.h"
#include "pipeline/case/CaseFile.h"
#include "pipeline/imaging/Recording.h"
#include "tests/TemporaryFolder.h"

namespace glasscope {
namespace {

class RecordingCases : public testing::Test {
 protected:
  const TemporaryFolder folder_;
};

// Every step with every number of its own, in the order in which they happen.
TEST_F(RecordingCases, saysEveryStepWithItsNumbers) {
  multislice::RecordSettings r;
  EXPECT_EQ(pipeline::recordingText(r), "[]");
  r.seed = 3;
  r.jitter_A = 0.25;
  r.drift_A_per_line = {0.5, -0.75};
  r.flyback_A = 1.5;
  r.flyback_positions = 2.5;
  r.contamination = 0.125;
  r.contaminationWidth_invA = 0.375;
  r.pointSpread_pixels = 1.25;
  r.mtf = {1, 0.5};
  r.electrons = 700;
  r.dose_e_per_A2 = 900;
  r.gain = 4.5;
  r.readout_counts = 5.5;
  r.dark_counts = 6.5;
  r.saturation_counts = 7.5;
  const auto steps = nlohmann::ordered_json::parse(pipeline::recordingText(r));
  const auto expected = nlohmann::ordered_json::parse(R"json([
    {"step": "jitter", "standard_deviation_A": 0.25, "seed": 3},
    {"step": "drift", "A_per_line": [0.5, -0.75]},
    {"step": "flyback", "lag_A": 1.5, "positions": 2.5},
    {"step": "interpolation", "method": "linear between clean positions"},
    {"step": "contamination", "fraction": 0.125, "form": "1 / (q^2 + q0^2)^2", "q0_invA": 0.375},
    {"step": "mtf", "gaussian_pixels": 1.25},
    {"step": "mtf", "table": [1.0, 0.5]},
    {"step": "electrons", "noise": "Poisson", "dose_e_per_A2": 900.0,
     "electrons_per_position": 700.0, "seed": 3},
    {"step": "readout", "gain": 4.5, "noise_counts": 5.5, "dark_counts": 6.5,
     "saturation_counts": 7.5, "unit": "counts / (gain x electrons)", "seed": 3}])json");
  EXPECT_EQ(steps, expected) << steps.dump(1);
  // A step that is not done is not said.
  multislice::RecordSettings drift;
  drift.drift_A_per_line = {0, 0.1};
  const auto few = nlohmann::ordered_json::parse(pipeline::recordingText(drift));
  ASSERT_EQ(few.size(), 2u);
  EXPECT_EQ(few[0]["step"], "drift");
  EXPECT_EQ(few[1]["step"], "interpolation");
}

// Positions of a list cover no area and lie in no line: electrons are given for each of them.
TEST_F(RecordingCases, positionsOfAListTakeElectronsAndNeitherDoseNorDrift) {
  Map2 map;
  map.name = "adf";
  map.unit = "1";
  map.values = Array2<double>(5, 1, 0.5);
  map.pixel_A = {1, 1};
  const auto clean = folder_ / "list.h5";
  writeEmdMaps(clean, {map}, {{"scan", R"({"kind":"list"})"}});
  const auto recorded = [&](const std::string& key) {
    const pipeline::Case c = pipeline::parseCase("", "case.toml", {key});
    pipeline::recordMaps(c, "haadf", clean, folder_ / "recorded.h5");
    return readEmdMaps(folder_ / "recorded.h5").front().values;
  };
  EXPECT_THROW(recorded("record.dose_e_per_A2=100"), Error);
  EXPECT_THROW(recorded("record.jitter_A=0.1"), Error);
  for (const double value : recorded("record.electrons_per_position=64"))
    EXPECT_EQ(64 * value, std::round(64 * value));
}

// Two annuli of which nobody knows the angles would have the same layer counted twice.
TEST_F(RecordingCases, theLayerOfTwoDetectorsThatAreNotDescribedIsRefused) {
  Map2 map;
  map.name = "one";
  map.unit = "1";
  map.values = Array2<double>(4, 4, 0.25);
  map.pixel_A = {1, 1};
  Map2 other = map;
  other.name = "two";
  const pipeline::Case c = pipeline::parseCase(
      "", "case.toml", {"record.contamination=0.2", "haadf.inner_mrad=30", "haadf.outer_mrad=90"});
  writeEmdMaps(folder_ / "two.h5", {map, other}, {});
  EXPECT_THROW(pipeline::recordMaps(c, "", folder_ / "two.h5", folder_ / "out.h5"), Error);
  writeEmdMaps(folder_ / "one.h5", {map}, {});
  pipeline::recordMaps(c, "", folder_ / "one.h5", folder_ / "out.h5");
  // 80 % of what was there, and what a fifth of the beam scatters from 30 to 90 mrad: of
  // 1 / (q^2 + q0^2)^2 the share between two radii is q0^2 / (q0^2 + q^2), with q = angle / 25.079
  // mrad angstrom at 200 kV.
  const auto beyond = [](double angle_mrad) {
    return 0.01 / (0.01 + std::pow(angle_mrad / 25.079, 2));
  };
  const double expected = 0.8 * 0.25 + 0.2 * (beyond(30) - beyond(90));
  const Array2<double> values = readEmdMaps(folder_ / "out.h5").front().values;
  ASSERT_EQ(values.size(), 16u);
  for (const double value : values) EXPECT_NEAR(value, expected, 2e-5);
}

}  // namespace
}  // namespace glasscope
