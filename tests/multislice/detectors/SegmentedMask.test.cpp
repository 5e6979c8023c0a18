#include "multislice/detectors/SegmentedMask.h"

#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "core/math/Random.h"
#include "core/system/Error.h"
#include "multislice/detectors/AnnularDetector.h"
#include "multislice/detectors/CentreOfMassMask.h"
#include "multislice/detectors/deriveSignals.h"
#include "multislice/detectors/makeDetector.h"
#include "multislice/optics/Probe.h"
#include "multislice/waves/Fft.h"
#include "multislice/waves/Wave.h"

namespace glasscope::multislice {
namespace {

const Grid kGrid(96, 90, 20, 18);
const ElectronBeam kBeam(200);

Wave anyWave() {
  Wave wave(kGrid.pixels());
  for (std::size_t i = 0; i < wave.size(); ++i) {
    Random random(3, "wave", 0, i);
    wave[i] = {static_cast<float>(random.normal()), static_cast<float>(random.normal())};
  }
  return wave;
}

DetectorSettings segmented(int rings, int sectors, double rotation_deg) {
  return {"seg", DetectorKind::segmented, 0, 30, rings, sectors, rotation_deg};
}

std::vector<double> measured(const DetectorSettings& settings, const Wave& wave) {
  const auto detector = makeDetector(settings, kGrid, kBeam);
  std::vector<double> out(detector->values(), -1);
  EXPECT_EQ(out.size(), settings.signals().size());
  detector->measure(wave, out);
  return out;
}

TEST(SegmentedMask, segmentsAddUpToTheDisc) {
  const Wave wave = anyWave();
  const double disc = measured({"bf", DetectorKind::annular, 0, 30}, wave)[0];
  for (const auto& settings : {segmented(1, 4, 0), segmented(3, 8, 17), segmented(2, 1, 0)}) {
    const auto parts = measured(settings, wave);
    // Sums of some hundred floats in another order.
    EXPECT_NEAR(std::accumulate(parts.begin(), parts.end(), 0.0) / disc, 1, 1e-5);
  }
}

TEST(SegmentedMask, aBeamLandsInItsSegment) {
  // 12 mrad at 100 degrees: ring 1 of 3 (10 to 20 mrad); sectors of 45 degrees from 20 degrees on:
  // 100 - 20 = 80 is in the second.
  const double k = kBeam.frequency_invA(12);
  const int i = static_cast<int>(std::lround(k * std::cos(100 * M_PI / 180) * kGrid.lx_A()));
  const int j = static_cast<int>(std::lround(k * std::sin(100 * M_PI / 180) * kGrid.ly_A()));
  ASSERT_LT(i, 0);
  Wave wave(kGrid.pixels());
  wave[static_cast<std::size_t>(i + kGrid.nx()) * kGrid.ny() + j] = {0.6f, 0.8f};
  const auto parts = measured(segmented(3, 8, 20), wave);
  for (std::size_t s = 0; s < parts.size(); ++s) EXPECT_NEAR(parts[s], s == 9 ? 1 : 0, 1e-6) << s;
  EXPECT_EQ(segmented(3, 8, 20).signals()[9], "seg_r1_s1");
}

TEST(SegmentedMask, theIncidentBeamIsSharedBySectors) {
  Wave wave(kGrid.pixels());
  wave[0] = 1;
  for (double part : measured(segmented(1, 4, 33), wave)) EXPECT_EQ(part, 0.25);
}

TEST(CentreOfMassMask, findsTheDeflectionOfAProbe) {
  // A phase ramp of frequency q deflects the whole cone by lambda q: 2 and -3 pixels.
  ProbeSettings settings;
  settings.semiangle_mrad = 10;
  Wave wave(kGrid.pixels());
  Probe(settings, kGrid, kBeam).form({4, 5}, wave);
  Fft fft(kGrid.nx(), kGrid.ny());
  fft.inverse(wave.data());
  for (int i = 0; i < kGrid.nx(); ++i) {
    for (int j = 0; j < kGrid.ny(); ++j) {
      const double turn = 2.0 * i / kGrid.nx() - 3.0 * j / kGrid.ny();
      wave[static_cast<std::size_t>(i) * kGrid.ny() + j] *= std::complex<float>(
          std::polar(1.0 / static_cast<double>(kGrid.pixels()), 2 * M_PI * turn));
    }
  }
  fft.forward(wave.data());
  const auto com = measured({"com", DetectorKind::centreOfMass, 0, 40}, wave);
  EXPECT_NEAR(com[0], 1, 1e-5);
  EXPECT_NEAR(com[1] / com[0], kBeam.angle_mrad(2 / kGrid.lx_A()), 1e-4);
  EXPECT_NEAR(com[2] / com[0], kBeam.angle_mrad(-3 / kGrid.ly_A()), 1e-4);
}

TEST(CentreOfMassMask, givesTheSpreadOfAnglesBesideTheirMean) {
  // Two beams of one half each, at (3, 0) and (0, -2) pixels.
  Wave wave(kGrid.pixels());
  wave[static_cast<std::size_t>(3) * kGrid.ny()] = std::sqrt(0.5f);
  wave[static_cast<std::size_t>(kGrid.ny() - 2)] = std::sqrt(0.5f);
  const auto com = measured({"com", DetectorKind::centreOfMass, 0, 40}, wave);
  const double x = kBeam.angle_mrad(3 / kGrid.lx_A()), y = kBeam.angle_mrad(-2 / kGrid.ly_A());
  ASSERT_EQ(com.size(), 6u);
  EXPECT_NEAR(com[3], 0.5 * x * x, 1e-5 * x * x);
  EXPECT_NEAR(com[4], 0, 1e-6);
  EXPECT_NEAR(com[5], 0.5 * y * y, 1e-5 * y * y);
  // One beam with both: the mixed moment, with its sign.
  Wave one(kGrid.pixels());
  one[static_cast<std::size_t>(3) * kGrid.ny() + kGrid.ny() - 2] = 1;
  EXPECT_NEAR(measured({"com", DetectorKind::centreOfMass, 0, 40}, one)[4], x * y, 1e-5);
}

Map2 mapOf(const std::string& name, double value) {
  Map2 map;
  map.name = name;
  map.values = Array2<double>(2, 1, value);
  return map;
}

TEST(deriveSignals, dividesMomentsBySumsAndWeighsSectorsByDirection) {
  const std::vector<DetectorSettings> detectors = {
      {"com", DetectorKind::centreOfMass, 0, 40}, segmented(1, 4, -45), {"bf"}};
  const std::vector<Map2> maps = {mapOf("com_sum", 0.5),     mapOf("com_moment_x", 2),
                                  mapOf("com_moment_y", -1), mapOf("seg_s0", 0.4),
                                  mapOf("seg_s1", 0.1),      mapOf("seg_s2", 0.2),
                                  mapOf("seg_s3", 0.1),      mapOf("bf", 0.3)};
  const auto derived = deriveSignals(detectors, maps);
  ASSERT_EQ(derived.size(), 4u);
  EXPECT_EQ(derived[0].name, "com_x");
  EXPECT_EQ(derived[0].values(0, 0), 4);
  EXPECT_EQ(derived[1].values(1, 0), -2);
  EXPECT_EQ(derived[2].name, "seg_dpc_x");
  EXPECT_NEAR(derived[2].values(0, 0), (0.4 - 0.2) / 0.8, 1e-12);
  EXPECT_NEAR(derived[3].values(0, 0), 0, 1e-12);
  EXPECT_TRUE(deriveSignals(detectors, std::span(maps).subspan(0, 2)).empty());
}

TEST(SegmentedMask, refusesWhatCountsNothing) {
  EXPECT_THROW(SegmentedMask(segmented(40, 64, 0), kGrid, kBeam), Error);
  EXPECT_THROW(SegmentedMask(segmented(0, 4, 0), kGrid, kBeam), Error);
  EXPECT_THROW(SegmentedMask({"a", DetectorKind::segmented, 30, 20}, kGrid, kBeam), Error);
  EXPECT_THROW(CentreOfMassMask({"a", DetectorKind::centreOfMass, 5, 5}, kGrid, kBeam), Error);
  try {
    SegmentedMask({"a", DetectorKind::segmented, 0, 500}, kGrid, kBeam);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::capacity);
  }
}

}  // namespace
}  // namespace glasscope::multislice
