#include "multislice/recording/Recorder.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/math/Random.h"
#include "core/system/Error.h"
#include "core/system/Parallel.h"

namespace glasscope::multislice {
namespace {

MemoryDatacube cleanScan() {
  DatacubeShape shape;
  shape.rx = 4;
  shape.ry = 6;
  shape.qx = shape.qy = 12;
  shape.qStep_invA = 0.05;
  shape.rStep_A = {2, 2};
  shape.periodicScan = true;
  std::vector<float> data;
  Random random(5, "clean_scan");
  for (int i = 0; i < 4 * 6 * 144; ++i) data.push_back(static_cast<float>(random.uniform() / 144));
  return {shape, data};
}

std::vector<float> recorded(const RecordSettings& settings) {
  const MemoryDatacube clean = cleanScan();
  std::vector<float> all(clean.data().size());
  for (int rx = 0; rx < 4; ++rx)
    Recorder(settings).recordRow(clean, rx, std::span(all).subspan(rx * 6 * 144, 6 * 144));
  return all;
}

Map2 rampMap() {
  Map2 map;
  map.values = Array2<double>(8, 10);
  for (int x = 0; x < 8; ++x)
    for (int y = 0; y < 10; ++y) map.values(x, y) = 0.1 + 0.01 * x + 0.002 * y;
  map.pixel_A = {0.5, 0.25};
  return map;
}

TEST(Recorder, withoutAnyStrengthKeepsEveryBit) {
  RecordSettings settings;
  settings.drift_A_per_line = {0, 0};
  EXPECT_FALSE(settings.any());
  const MemoryDatacube clean = cleanScan();
  const auto found = recorded(settings);
  EXPECT_TRUE(std::equal(found.begin(), found.end(), clean.data().begin()));
  const Map2 map = rampMap(), same = Recorder(settings).record(map, 0.3);
  EXPECT_TRUE(std::equal(map.values.begin(), map.values.end(), same.values.begin()));
}

TEST(Recorder, givesTheSameBitsForAnyNumberOfThreadsAndOthersForAnotherSeed) {
  RecordSettings settings;
  settings.electrons = 500;
  settings.jitter_A = 0.4;
  settings.readout_counts = 0.2;
  const int threads = threadCount();
  setThreadCount(1);
  const auto one = recorded(settings);
  setThreadCount(3);
  EXPECT_EQ(recorded(settings), one);
  setThreadCount(threads);
  settings.seed = 2;
  EXPECT_NE(recorded(settings), one);
}

TEST(Recorder, noiseKeepsTheExpectationAndHasItsVariance) {
  RecordSettings settings;
  settings.electrons = 2000;
  Map2 flat;
  flat.values = Array2<double>(100, 100, 0.01);  // 20 electrons each
  const Map2 found = Recorder(settings).record(flat, 0);
  double mean = 0, squares = 0;
  for (const double value : found.values) {
    const double n = value * 2000;
    EXPECT_NEAR(n, std::round(n), 1e-9) << "whole electrons";
    mean += n / 1e4;
  }
  for (const double value : found.values) squares += std::pow(value * 2000 - mean, 2) / 1e4;
  // Standard errors: sqrt(20 / 1e4) = 0.045 of the mean; of the variance 20 sqrt(2 / 1e4) = 0.28.
  EXPECT_NEAR(mean, 20, 5 * 0.045);
  EXPECT_NEAR(squares, 20, 5 * 0.29);
}

TEST(Recorder, aDoseCountsTheElectronsOnTheAreaOfAStep) {
  RecordSettings settings;
  settings.dose_e_per_A2 = 100;
  EXPECT_DOUBLE_EQ(Recorder(settings).electrons({0.5, 0.25}), 12.5);
}

TEST(Recorder, readsOutWithGainOffsetAndSaturation) {
  RecordSettings settings;
  settings.electrons = 100;
  settings.gain = 4;
  settings.dark_counts = 20;
  Map2 dark;
  dark.values = Array2<double>(2, 2, 0.0);
  EXPECT_DOUBLE_EQ(Recorder(settings).record(dark, 0).values(1, 1), 20.0 / 400);
  settings.saturation_counts = 12;
  EXPECT_DOUBLE_EQ(Recorder(settings).record(dark, 0).values(1, 1), 12.0 / 400);
}

TEST(Recorder, driftOfWholeStepsMovesTheMap) {
  RecordSettings settings;
  Map2 map = rampMap();
  map.periodic = true;
  // The fly-back alone: at the first position of a line the probe lags by exactly two steps.
  settings.flyback_A = 0.5;
  settings.flyback_positions = 1e-3;
  EXPECT_DOUBLE_EQ(Recorder(settings).record(map, 0).values(3, 0), map.values(3, 8));
  EXPECT_DOUBLE_EQ(Recorder(settings).record(map, 0).values(3, 1), map.values(3, 1));
  settings.flyback_A = 0;
  map.periodic = false;
  settings.drift_A_per_line = {0.05, 0};
  // Linear interpolation of a linear map is exact: line 3 and 2/10 has drifted by 0.16 angstrom.
  EXPECT_NEAR(Recorder(settings).record(map, 0).values(3, 2),
              map.values(3, 2) + 0.01 * 3.2 * 0.05 / 0.5, 1e-15);
}

TEST(Recorder, contaminationAndSpreadKeepTheWholeIntensityOfAPattern) {
  DatacubeShape shape = cleanScan().shape();
  shape.rx = shape.ry = 1;
  shape.qx = shape.qy = 64;
  MemoryDatacube point(shape);
  Array2<float> pattern(64, 64);
  pattern(32, 32) = 1;
  point.set(0, 0, pattern);
  RecordSettings settings;
  settings.contamination = 0.25;
  settings.pointSpread_pixels = 1.5;
  std::vector<float> row(64 * 64);
  Recorder(settings).recordRow(point, 0, row);
  double sum = 0;
  for (const float value : row) sum += value;
  // What leaves at the edge is the layer's only: its share in the outermost 5 pixels is below 1 %.
  EXPECT_NEAR(sum, 1, 0.01 * 0.25);
  settings.contamination = 0;
  Recorder(settings).recordRow(point, 0, row);
  // A Gaussian sampled at pixels, to the rounding of single-precision transforms; the transfer
  // function is cut at half a cycle a pixel, where exp(-2 pi^2 1.5^2 / 4) is 1.5e-5.
  for (const int d : {0, 1, 2}) {
    const double expected = std::exp(-d * d / 4.5) / (2 * M_PI * 2.25);
    EXPECT_NEAR(row[(32 + d) * 64 + 32], expected, 3e-5);
  }
  settings.pointSpread_pixels = 0;
  settings.mtf = {1, 1, 1};
  Recorder(settings).recordRow(point, 0, row);
  EXPECT_NEAR(row[32 * 64 + 32], 1, 1e-6);
}

TEST(Recorder, theLayersShareIsThatOfItsPattern) {
  const Recorder recorder({});
  EXPECT_DOUBLE_EQ(recorder.layerShare(0, 1e9), 1);
  EXPECT_DOUBLE_EQ(recorder.layerShare(0, 0.1), 0.5);  // the width holds one half
}

TEST(Recorder, refusesWhatContradictsItself) {
  RecordSettings settings;
  settings.gain = 2;
  EXPECT_THROW(Recorder{settings}, Error);
  settings.electrons = 10;
  EXPECT_NO_THROW(Recorder{settings});
  settings.dose_e_per_A2 = 10;
  EXPECT_THROW(Recorder{settings}, Error);
  RecordSettings table;
  table.mtf = {0.9, 0.5};
  EXPECT_THROW(Recorder{table}, Error);
}

}  // namespace
}  // namespace glasscope::multislice
