#include "multislice/recording/recordSignals.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "multislice/detectors/deriveSignals.h"

namespace glasscope::multislice {
namespace {

constexpr double kMrad = 25;  // a frequency of 1 per angstrom

Map2 mapOf(const std::string& name, double value) {
  Map2 map;
  map.name = name;
  map.unit = std::string("1");
  map.values = Array2<double>(30, 30, value);
  return map;
}

std::vector<std::string> namesOf(const std::vector<Map2>& maps) {
  std::vector<std::string> names;
  for (const Map2& map : maps) names.push_back(map.name);
  return names;
}

TEST(recordSignals, contaminatesEveryDetectorByWhatFallsOnIt) {
  RecordSettings settings;
  settings.contamination = 0.2;
  const Recorder recorder(settings);
  const std::vector<DetectorSettings> detectors = {{"haadf", DetectorKind::annular, 60, 100},
                                                   {"bf", DetectorKind::annular, 0, 30}};
  const auto found = recordSignals(recorder, detectors, kMrad,
                                   std::vector<Map2>{mapOf("haadf", 0.05), mapOf("bf", 0.9)});
  // q0 is 0.1 per angstrom, 2.5 mrad here: the layer scatters 0.9931 into the disc of 30 mrad.
  EXPECT_NEAR(found[1].values(0, 0), 0.8 * 0.9 + 0.2 * (1 - 6.25 / 906.25), 1e-12);
  EXPECT_NEAR(found[0].values(0, 0), 0.8 * 0.05 + 0.2 * (6.25 / 3606.25 - 6.25 / 10006.25), 1e-12);
}

TEST(recordSignals, segmentsShareTheirRingAndAddUpToTheAnnulus) {
  RecordSettings settings;
  settings.contamination = 0.3;
  const Recorder recorder(settings);
  const DetectorSettings segmented{"seg", DetectorKind::segmented, 2, 20, 2, 4};
  std::vector<Map2> clean;
  for (const std::string& name : segmented.signals()) clean.push_back(mapOf(name, 0));
  double sum = 0, outer = 0;
  const auto found = recordSignals(recorder, {&segmented, 1}, kMrad, clean);
  for (std::size_t s = 0; s < 8; ++s) {
    sum += found[s].values(0, 0);
    if (s >= 4) outer += found[s].values(0, 0);
  }
  EXPECT_NEAR(sum, 0.3 * recorder.layerShare(2 / kMrad, 20 / kMrad), 1e-12);
  EXPECT_NEAR(outer, 0.3 * recorder.layerShare(11 / kMrad, 20 / kMrad), 1e-12);
}

TEST(recordSignals, noiseAndDetectorCommuteForDifferentialPhaseContrast) {
  // Half of the differences of opposite segments are negative; none becomes zero.
  RecordSettings settings;
  settings.electrons = 400;
  const DetectorSettings segmented{"seg", DetectorKind::segmented, 0, 20, 1, 4, -45};
  const std::vector<Map2> clean = {mapOf("seg_s0", 0.2),     mapOf("seg_s1", 0.25),
                                   mapOf("seg_s2", 0.3),     mapOf("seg_s3", 0.25),
                                   mapOf("seg_dpc_x", -0.1), mapOf("seg_s0_standard_error", 1)};
  const auto recorded = recordSignals(Recorder(settings), {&segmented, 1}, kMrad, clean);
  EXPECT_EQ(namesOf(recorded), (std::vector<std::string>{"seg_s0", "seg_s1", "seg_s2", "seg_s3"}));
  const Map2 dpc = deriveSignals({&segmented, 1}, recorded).front();
  double mean = 0, variance = 0;
  for (const double value : dpc.values) mean += value / 900;
  for (const double value : dpc.values) variance += std::pow(value - mean, 2) / 900;
  // 400 electrons: a variance of (0.2 + 0.3 - 0.1^2) / 400 of the quotient.
  EXPECT_NEAR(mean, -0.1, 5 * std::sqrt(0.49 / 400 / 900));
  EXPECT_NEAR(variance * 400 / 0.49, 1, 5 * std::sqrt(2.0 / 900));
}

TEST(recordSignals, keepsDepthsApartAndAsksForAllMoments) {
  const Recorder recorder{RecordSettings{}};
  const DetectorSettings com{"com", DetectorKind::centreOfMass, 0, 20};
  std::vector<Map2> clean;
  for (const std::string& name : com.signals()) {
    clean.push_back(mapOf(name, 0.5));
    clean.push_back(mapOf(name + "_at_20.0A", 0.25));
  }
  const auto found = recordSignals(recorder, {&com, 1}, kMrad, clean);
  EXPECT_EQ(namesOf(found),
            (std::vector<std::string>{"com_sum", "com_moment_x", "com_moment_y", "com_sum_at_20.0A",
                                      "com_moment_x_at_20.0A", "com_moment_y_at_20.0A"}));
  EXPECT_EQ(found[4].values(2, 2), 0.25);
  clean.pop_back();
  EXPECT_THROW(recordSignals(recorder, {&com, 1}, kMrad, clean), Error);
}

}  // namespace
}  // namespace glasscope::multislice
