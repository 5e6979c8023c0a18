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

TEST(Recorder, imagesOfASeriesHaveElectronsReadoutAndJitterOfTheirOwn) {
  RecordSettings electrons, readout, jitter;
  electrons.electrons = 500;
  readout.electrons = 1e9;  // beside its readout noise the shot noise is small
  readout.readout_counts = 1e7;
  jitter.jitter_A = 0.4;
  const Map2 map = rampMap();
  const MemoryDatacube clean = cleanScan();
  for (const RecordSettings& settings : {electrons, readout, jitter}) {
    const auto image = [&](const std::string& name) {
      return Recorder(settings, name).record(map, 0).values;
    };
    const auto row = [&](const std::string& name) {
      std::vector<float> values(6 * 144);
      Recorder(settings, name).recordRow(clean, 1, values);
      return values;
    };
    const auto alone = image(""), first = image("defocus 0"), second = image("defocus 1");
    int equal = 0;
    for (std::size_t i = 0; i < alone.size(); ++i) {
      equal += alone[i] == first[i] || first[i] == second[i] ? 1 : 0;
    }
    EXPECT_LT(equal, 40);  // of 80: small counts agree by chance, shared numbers would always
    EXPECT_TRUE(std::equal(first.begin(), first.end(), image("defocus 0").begin()));
    EXPECT_NE(row("defocus 0"), row("defocus 1"));
    EXPECT_NE(row(""), row("defocus 1"));
    EXPECT_EQ(row("defocus 1"), row("defocus 1"));
  }
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

TEST(Recorder, theLayersMomentsAreItsIntegralsOverAnAnnulus) {
  const double mrad = 25;  // a frequency of 1 per angstrom
  const auto moments = Recorder({}).layerMoments(2, 20, mrad);
  double share = 0, square = 0;
  const int steps = 20000;
  for (int i = 0; i < steps; ++i) {
    const double angle = 2 + 18 * (i + 0.5) / steps, q = angle / mrad;
    const double density = 0.01 / (M_PI * std::pow(q * q + 0.01, 2));
    const double weight = density * 2 * M_PI * q * 18 / steps / mrad;
    share += weight;
    square += 0.5 * angle * angle * weight;  // half along each axis
  }
  EXPECT_NEAR(moments.share, share, 1e-7);
  EXPECT_NEAR(moments.square_mrad2, square, 1e-6);
}

Map2 flatMap(const std::string& name, double value, int side = 60) {
  Map2 map;
  map.name = name;
  map.unit = std::string("1");
  map.values = Array2<double>(side, side, value);
  return map;
}

TEST(Recorder, electronsOfTwoDetectorsHaveNothingToDoWithEachOther) {
  RecordSettings settings;
  settings.electrons = 1000;
  settings.readout_counts = 1;
  const Recorder recorder(settings);
  const Map2 a = recorder.record(flatMap("seg_s0", 0.02), 0);
  const Map2 b = recorder.record(flatMap("seg_s1", 0.02), 0);
  double product = 0, squares = 0;
  for (std::size_t i = 0; i < a.values.size(); ++i) {
    product += (a.values[i] - 0.02) * (b.values[i] - 0.02);
    squares += std::pow(a.values[i] - 0.02, 2);
  }
  EXPECT_LT(std::abs(product / squares), 4.0 / 60);  // four standard errors of 3600 products
}

TEST(Recorder, doesNotCountWhatIsNegative) {
  RecordSettings settings;
  settings.electrons = 1000;
  EXPECT_THROW(Recorder(settings).record(flatMap("dpc", -0.1), 0), Error);
  settings.electrons = 0;
  settings.jitter_A = 0.1;
  EXPECT_NEAR(Recorder(settings).record(flatMap("dpc", -0.1), 0).values(3, 3), -0.1, 1e-15);
}

TEST(Recorder, refusesMoreElectronsThanCanBeCountedAndIsQuickWithMany) {
  RecordSettings settings;
  settings.electrons = 1e14;
  const Map2 found = Recorder(settings).record(flatMap("haadf", 0.1, 100), 0);
  EXPECT_NEAR(found.values(5, 7), 0.1, 6e-8 * 5);  // sqrt(1e13) / 1e14 is 3e-8
  settings.electrons = 1e300;
  EXPECT_THROW(Recorder(settings).record(flatMap("haadf", 0.1), 0), Error);
}

TEST(Recorder, centresOfMassScatterAsTheElectronsThatTheyAreMeansOf) {
  // 2 mrad along x and -1 along y on average; covariance (9, 1.5, 4) mrad^2; 40 electrons.
  const double sum = 0.5, mx = 2, my = -1, xx = 9, xy = 1.5, yy = 4;
  const std::vector<Map2> clean = {flatMap("com_sum", sum),
                                   flatMap("com_moment_x", sum * mx),
                                   flatMap("com_moment_y", sum * my),
                                   flatMap("com_moment_xx", sum * (xx + mx * mx)),
                                   flatMap("com_moment_xy", sum * (xy + mx * my)),
                                   flatMap("com_moment_yy", sum * (yy + my * my))};
  std::vector<const Map2*> maps;
  for (const Map2& map : clean) maps.push_back(&map);
  RecordSettings settings;
  settings.electrons = 80;
  const auto found = Recorder(settings).recordMoments(maps, {});
  ASSERT_EQ(found.size(), 3u);
  double meanX = 0, meanY = 0, sxx = 0, sxy = 0, syy = 0;
  const double count = 3600;
  for (std::size_t i = 0; i < 3600; ++i) {
    const double n = found[0].values[i];
    ASSERT_NEAR(n * 80, std::round(n * 80), 1e-9);
    const double x = found[1].values[i] / n, y = found[2].values[i] / n;
    meanX += x / count;
    meanY += y / count;
    sxx += std::pow(x - mx, 2) / count;
    sxy += (x - mx) * (y - my) / count;
    syy += std::pow(y - my, 2) / count;
  }
  // A mean of n electrons has the covariance over n, and 1 / n of Poisson numbers of mean 40 is
  // 1 / 40 (1 + 1 / 40 + ...). Standard errors: 0.008, 0.005 of means; 2.4 % of variances.
  EXPECT_NEAR(meanX, mx, 0.035);
  EXPECT_NEAR(meanY, my, 0.025);
  EXPECT_NEAR(sxx * 40 / 1.026 / xx, 1, 0.1);
  EXPECT_NEAR(syy * 40 / 1.026 / yy, 1, 0.1);
  EXPECT_NEAR(sxy * 40 / 1.026 / xy, 1, 0.35);  // sqrt(xx yy + xy^2) / 60 / xy is 7 %
  // Without electrons every bit stays.
  const auto same = Recorder(RecordSettings{}).recordMoments(maps, {});
  EXPECT_EQ(same[2].values(5, 5), clean[2].values(5, 5));
}

TEST(Recorder, aCameraSpreadsAnImageWithoutDarkeningItsBorder) {
  RecordSettings settings;
  settings.pointSpread_pixels = 2;
  Map2 image = flatMap("image", 1, 20);
  for (const bool periodic : {true, false}) {
    image.periodic = periodic;
    const Map2 found = Recorder(settings).recordImage(image);
    for (const double value : found.values) EXPECT_NEAR(value, 1, 1e-6);
  }
  // A point near the border comes in at the other side of a periodic image, and is reflected in
  // any other.
  image = flatMap("image", 0, 20);
  image.values(0, 10) = 1;
  image.periodic = true;
  const Map2 around = Recorder(settings).recordImage(image);
  EXPECT_NEAR(around.values(19, 10), around.values(1, 10), 1e-7);
  EXPECT_GT(around.values(19, 10), 0.03);
  image.periodic = false;
  const Map2 reflected = Recorder(settings).recordImage(image);
  EXPECT_LT(reflected.values(19, 10), 1e-6);
  EXPECT_NEAR(reflected.values(0, 10), around.values(0, 10) + around.values(1, 10), 1e-6);
}

TEST(RecordSettings, saysWhichStepsMeanNothingForACameraOrForDetectorsWithoutPixels) {
  RecordSettings all;
  all.jitter_A = all.flyback_A = all.contamination = all.pointSpread_pixels = 0.1;
  all.drift_A_per_line = {0.1, 0};
  all.electrons = 5;
  EXPECT_EQ(all.beyond(all), "");
  EXPECT_EQ(all.beyond(all.ofDetectors()), "point_spread_pixels");
  EXPECT_EQ(all.beyond(all.ofCamera()),
            "jitter_A, drift_A_per_line, flyback_A, contamination, electrons_per_position");
  all.electrons = 0;
  all.dose_e_per_A2 = 7;
  all.gain = 3;
  EXPECT_EQ(all.ofCamera().gain, 3);
  EXPECT_NO_THROW(all.ofCamera().validate());
  RecordSettings perPosition;
  perPosition.electrons = 5;
  perPosition.gain = 3;
  EXPECT_NO_THROW(perPosition.ofCamera().validate());
  EXPECT_FALSE(perPosition.ofCamera().any());
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
