#include "multislice/runScan.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/Error.h"
#include "core/Interrupt.h"
#include "core/Parallel.h"
#include "tests/multislice/SmallGlass.h"

namespace glasscope::multislice {
namespace {

/// Restores the number of threads.
struct Threads {
  explicit Threads(int count) { setThreadCount(count); }
  ~Threads() { setThreadCount(before); }
  int before = threadCount();
};

void expectSameBits(const ScanResult& a, const ScanResult& b) {
  ASSERT_EQ(a.signals.size(), b.signals.size());
  for (std::size_t s = 0; s < a.signals.size(); ++s) {
    for (std::size_t i = 0; i < a.signals[s].values.size(); ++i) {
      EXPECT_EQ(a.signals[s].values[i], b.signals[s].values[i]);
      EXPECT_EQ(a.standardErrors[s].values[i], b.standardErrors[s].values[i]);
    }
  }
}

TEST(runScan, givesTheSameBitsOnOneAndOnFourThreads) {
  const auto foils = smallGlasses(3);
  const ScanJob job = smallScan(foils[0]);
  MemorySink one, four;
  ScanResult a{Grid(8, 8, 1, 1), 0, 0, 0, {}, {}, 0}, b = a;
  {
    const Threads threads(1);
    a = runScan(job, foils, &one);
  }
  {
    const Threads threads(4);
    b = runScan(job, foils, &four);
  }
  expectSameBits(a, b);
  EXPECT_EQ(one.rows, four.rows);
}

TEST(runScan, givesTheSameBitsWhenPotentialsDoNotFitTheirMemory) {
  const auto foils = smallGlasses(3);
  ScanJob job = smallScan(foils[0]);
  MemorySink roomy, tight;
  const ScanResult a = runScan(job, foils, &roomy);
  job.potential_memory_GB = 1e-6;
  const ScanResult b = runScan(job, foils, &tight);
  expectSameBits(a, b);
  EXPECT_EQ(roomy.rows, tight.rows);
}

TEST(runScan, averagesSnapshotsAndReportsTheirStandardError) {
  const auto foils = smallGlasses(3);
  ScanJob job = smallScan(foils[0]);
  job.pixelated.reset();
  const ScanResult all = runScan(job, foils);
  std::vector<double> each;
  for (const Foil& foil : foils)
    each.push_back(runScan(job, std::span(&foil, 1)).signals[1].values(2, 3));
  const double mean = (each[0] + each[1] + each[2]) / 3;
  double squares = 0;
  for (double e : each) squares += (e - mean) * (e - mean);
  EXPECT_NEAR(all.signals[1].values(2, 3), mean, 1e-14);
  EXPECT_NEAR(all.standardErrors[1].values(2, 3), std::sqrt(squares / 6), 1e-14);
  EXPECT_GT(squares, 0);
}

TEST(runScan, aSingleSnapshotHasNoStandardError) {
  const Foil foil = smallGlass();
  ScanJob job = smallScan(foil);
  job.pixelated.reset();
  EXPECT_TRUE(std::isnan(runScan(job, std::span(&foil, 1)).standardErrors[0].values(0, 0)));
}

TEST(runScan, patternsAndDetectorsSeeTheSameIntensity) {
  const Foil foil = smallGlass();
  ScanJob job = smallScan(foil);
  job.annular = {{"wide", 0, 50}};
  job.pixelated = PixelatedDetector{50, 0};
  MemorySink sink;
  const ScanResult result = runScan(job, std::span(&foil, 1), &sink);
  const DatacubeShape shape = cubeShape(job, foil);
  const ElectronBeam beam(job.microscope.voltage_kV);
  const std::size_t pattern = static_cast<std::size_t>(shape.qx) * shape.qy;
  double inside = 0, all = 0;
  for (int i = 0; i < shape.qx; ++i) {
    for (int j = 0; j < shape.qy; ++j) {
      const float value = sink.rows[2][3 * pattern + i * shape.qy + j];
      const double k = std::hypot(i - shape.qx / 2, j - shape.qy / 2) * shape.qStep_invA;
      all += value;
      if (beam.angle_mrad(k) < 49) inside += value;
    }
  }
  EXPECT_LE(inside, result.signals[0].values(2, 3) * 1.01);
  EXPECT_GE(all, result.signals[0].values(2, 3) * 0.99);
  EXPECT_LT(all, 1 + 1e-5);
}

TEST(runScan, goesOnWhereAKilledRunStopped) {
  const auto foils = smallGlasses(2);
  const ScanJob job = smallScan(foils[0]);
  MemorySink whole, part;
  const ScanResult a = runScan(job, foils, &whole);
  part.rows[1] = whole.rows[1];
  part.extras[1] = whole.extras[1];
  part.rows[4] = whole.rows[4];
  part.extras[4] = whole.extras[4];
  const ScanResult b = runScan(job, foils, &part);
  expectSameBits(a, b);
  EXPECT_EQ(whole.rows, part.rows);
  EXPECT_EQ(part.written, 3);
}

TEST(runScan, stopsAtAnInterrupt) {
  const Foil foil = smallGlass();
  ScanJob job = smallScan(foil);
  job.pixelated.reset();
  requestInterrupt();
  try {
    runScan(job, std::span(&foil, 1));
    ADD_FAILURE() << "it went on";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::interrupted);
  }
  clearInterrupt();
}

TEST(runScan, recordsAThicknessSeriesInOneRun) {
  const Foil foil = smallGlass();
  ScanJob job = smallScan(foil);
  job.pixelated.reset();
  const ScanResult exit = runScan(job, std::span(&foil, 1));
  job.thicknesses_A = {4, 10};
  const ScanResult series = runScan(job, std::span(&foil, 1));
  ASSERT_EQ(series.signals.size(), 4u);
  EXPECT_EQ(series.signals[2].name, "haadf_at_4.0A");
  EXPECT_EQ(series.signals[3].name, "haadf");
  for (std::size_t i = 0; i < 20; ++i) {
    EXPECT_EQ(series.signals[3].values[i], exit.signals[1].values[i]);
  }
  EXPECT_NE(series.signals[2].values(1, 1), series.signals[3].values(1, 1));
  job.thicknesses_A = {11};
  EXPECT_THROW(runScan(job, std::span(&foil, 1)), Error);
}

TEST(runScan, repeatsItselfUnderAPeriodOfTheFoil) {
  // Positions one tile further see the same glass: the whole chain is periodic.
  Atoms atoms;
  atoms.box = Box::orthogonal({9, 8, 10});
  atoms.add(29, {2.2, 3.3, 4});
  atoms.add(40, {7.1, 1.3, 8});
  FoilSettings twice;
  twice.tile_x = 2;
  const Foil foil = Foil::cut(atoms, twice);
  ScanJob job;
  job.annular = {{"haadf", 40, 80}};
  job.scan = {2, 1, {1.7, 3.1}, {9, 1}, false};
  const ScanResult result = runScan(job, std::span(&foil, 1));
  EXPECT_NEAR(result.signals[0].values(1, 0) / result.signals[0].values(0, 0), 1, 1e-5);
}

TEST(runScan, refusesWhatCannotBe) {
  const Foil foil = smallGlass();
  const ScanJob good = smallScan(foil);
  const std::span<const Foil> one(&foil, 1);
  const auto refused = [&](const ScanJob& job, std::span<const Foil> foils = {}) {
    MemorySink sink;
    try {
      runScan(job, foils.empty() ? one : foils, &sink);
    } catch (const Error& error) {
      return error.kind();
    }
    return ErrorKind::internal;
  };
  ScanJob outside = good, blind = good, beyond = good;
  outside.scan.origin_A = {5, 0};
  EXPECT_EQ(refused(outside), ErrorKind::usage);
  blind.annular.clear();
  blind.pixelated.reset();
  EXPECT_EQ(refused(blind), ErrorKind::usage);
  beyond.microscope.grid_points = 32;
  EXPECT_EQ(refused(beyond), ErrorKind::capacity);
  FoilSettings thin;
  thin.thickness_A = 5;
  Atoms atoms;
  atoms.box = Box::orthogonal({9, 8, 9});
  atoms.add(29, {1, 1, 1});
  const std::vector<Foil> unequal{foil, Foil::cut(atoms, thin)};
  EXPECT_EQ(refused(good, unequal), ErrorKind::usage);
  EXPECT_THROW(runScan(good, one, nullptr), Error);
}

}  // namespace
}  // namespace glasscope::multislice
