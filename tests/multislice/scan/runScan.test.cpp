#include "multislice/scan/runScan.h"

#include <cmath>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "core/system/Interrupt.h"
#include "core/system/Parallel.h"
#include "multislice/tiles/ScanLayout.h"
#include "multislice/waves/EdgeIntensity.h"
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
  ScanResult a{.window = {Grid(8, 8, 1, 1)}}, b = a;
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
  job.microscope.sliceOffsets = 1;  // each alone is cut as it is among the others
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

TEST(runScan, anyNumberOfDetectorsRecordTheSameProbesAtEveryThickness) {
  const Foil foil = smallGlass();
  ScanJob job = smallScan(foil);
  job.pixelated.reset();
  job.annular = {{"bf", 0, 20}};
  job.thicknesses_A = {4};
  job.detectors = {{"disc", DetectorKind::annular, 0, 20},
                   {"seg", DetectorKind::segmented, 0, 20, 1, 2},
                   {"com", DetectorKind::centreOfMass, 0, 20}};
  const ScanResult result = runScan(job, std::span(&foil, 1));
  const auto map = [&](const std::string& name) {
    for (const Map2& signal : result.signals) {
      if (signal.name == name) return signal;
    }
    ADD_FAILURE() << name;
    return Map2();
  };
  ASSERT_EQ(result.signals.size(), 2u * (1 + 1 + 2 + 6));
  for (const char* depth : {"", "_at_4.0A"}) {
    const Map2 bf = map(fmt::format("bf{}", depth)), a = map(fmt::format("seg_s0{}", depth)),
               b = map(fmt::format("seg_s1{}", depth)), sum = map(fmt::format("com_sum{}", depth));
    for (std::size_t i = 0; i < 20; ++i) {
      EXPECT_EQ(map(fmt::format("disc{}", depth)).values[i], bf.values[i]);
      EXPECT_NEAR(a.values[i] + b.values[i], bf.values[i], 1e-6);  // floats in another order
      EXPECT_NEAR(sum.values[i], bf.values[i], 1e-6);
    }
  }
  EXPECT_EQ(map("com_moment_x").unit, "mrad");
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

/// One layer of a random glass, wide enough for windows.
Atoms wideGlass(double side_A, double thickness_A) {
  Atoms atoms;
  atoms.box = Box::orthogonal({side_A, side_A, thickness_A});
  const int count = static_cast<int>(0.06 * side_A * side_A * thickness_A);
  for (int i = 0; i < count; ++i) {
    Random place(5, "wide", 0, i);
    atoms.add(i % 2 ? 29 : 40, Vec3(side_A * place.uniform(), side_A * place.uniform(),
                                    thickness_A * place.uniform()));
  }
  return atoms;
}

TEST(runScan, aWindowAsLargeAsTheCellOfATiledFoilIsThatCell) {
  const Atoms atoms = wideGlass(12, 8);
  FoilSettings twice;
  twice.tile_x = twice.tile_y = 2;
  const Foil one = Foil::cut(atoms, {}), four = Foil::cut(atoms, twice);
  ScanJob job;
  job.annular = {{"bf", 0, 20}, {"haadf", 40, 70}};
  job.scan = {2, 2, {3.1, 2.2}, {5, 6}, false};
  job.microscope.grid_points = 120;
  const ScanResult expected = runScan(job, std::span(&one, 1));
  ASSERT_TRUE(expected.window.wholeCell);
  job.microscope.grid_points = 240;
  job.microscope.window_A = 12;
  const ScanResult found = runScan(job, std::span(&four, 1));
  ASSERT_FALSE(found.window.wholeCell);
  ASSERT_EQ(found.window.grid.nx(), expected.window.grid.nx());
  for (std::size_t s = 0; s < 2; ++s) {
    for (std::size_t i = 0; i < 4; ++i) {
      const double e = expected.signals[s].values[i];
      EXPECT_NEAR(found.signals[s].values[i] / e, 1, 2e-5);  // single precision
    }
  }
  // A window of two cells along each side holds the same atoms again and again: from the untiled
  // cell it is the tiled foil.
  job.microscope.grid_points = 120;
  job.microscope.window_A = 24;
  const ScanResult larger = runScan(job, std::span(&one, 1));
  job.microscope.grid_points = 240;
  job.microscope.window_A = 0;
  job.microscope.window = WaveWindow::cell;
  const ScanResult tiled = runScan(job, std::span(&four, 1));
  ASSERT_EQ(larger.window.grid.nx(), tiled.window.grid.nx());
  EXPECT_NEAR(larger.signals[1].values[3] / tiled.signals[1].values[3], 1, 2e-5);
}

TEST(runScan, windowsConvergeToTheWholeCell) {
  const Foil foil = Foil::cut(wideGlass(40, 20), {});
  ScanJob job;
  job.annular = {{"haadf", 40, 80}};
  job.scan = {2, 1, {13.3, 18.1}, {9.7, 1}, false};
  job.microscope.window = WaveWindow::cell;
  const ScanResult cell = runScan(job, std::span(&foil, 1));
  const auto off = [&](const ScanResult& found) {
    double most = 0;
    for (std::size_t i = 0; i < 2; ++i) {
      most = std::max(most, std::abs(found.signals[0].values[i] / cell.signals[0].values[i] - 1));
    }
    return most;
  };
  job.microscope.window = WaveWindow::automatic;
  const ScanResult chosen = runScan(job, std::span(&foil, 1));
  ASSERT_FALSE(chosen.window.wholeCell);
  EXPECT_LT(chosen.window.grid.lx_A(), 30);
  // Windows hold whole numbers of beams: the aperture is a little smaller or larger than the
  // cell's. 0.5 % rms in a Cu-Zr glass.
  EXPECT_LT(off(chosen), 1e-2);
  EXPECT_LT(chosen.window.edgeIntensityMax, EdgeIntensity::kWarn);
  job.microscope.window_A = 7;
  const ScanResult small = runScan(job, std::span(&foil, 1));
  EXPECT_GT(off(small), 2 * off(chosen));
  EXPECT_GT(small.window.edgeIntensityMean, 2 * chosen.window.edgeIntensityMean);
}

TEST(runScan, looksAtTheEdgeOfTheWindowAtEveryFourthPosition) {
  const Foil foil = Foil::cut(wideGlass(40, 12), {});
  ScanJob job;
  job.annular = {{"haadf", 40, 80}};
  job.microscope.window_A = 12;
  // Of rows of eight every fourth position is the first and the fifth, which the second scan has
  // alone: few enough for all of them to be looked at.
  job.scan = {9, 8, {9, 9}, {2, 2}, false};
  const ScanResult many = runScan(job, std::span(&foil, 1));
  job.scan = {9, 2, {9, 9}, {2, 8}, false};
  const ScanResult few = runScan(job, std::span(&foil, 1));
  EXPECT_GT(few.window.edgeIntensityMean, 1e-4);
  EXPECT_GT(few.window.edgeIntensityMax, few.window.edgeIntensityMean);
  job.scan = {9, 2, {9, 13}, {2, 8}, false};
  const ScanResult others = runScan(job, std::span(&foil, 1));
  // Slices are built over another region: the ringing of the band limit differs by 2e-5.
  EXPECT_NEAR(many.window.edgeIntensityMean / few.window.edgeIntensityMean, 1, 1e-4);
  EXPECT_NEAR(many.window.edgeIntensityMax / few.window.edgeIntensityMax, 1, 1e-4);
  EXPECT_GT(std::abs(others.window.edgeIntensityMean / few.window.edgeIntensityMean - 1), 2e-4);
}

TEST(runScan, streamedTilesGiveWhatKeptPotentialsGive) {
  const Foil foil = Foil::cut(wideGlass(40, 12), {});
  ScanJob job;
  job.annular = {{"haadf", 40, 80}};
  job.scan = {5, 6, {2.3, 0.1}, {7.7, 7.5}, false};
  job.thicknesses_A = {5};
  const ScanResult kept = runScan(job, std::span(&foil, 1));
  job.potential_memory_GB = 0.006;  // some waves and some slices at a time
  ASSERT_FALSE(ScanLayout(job, foil, 1).kept());
  ASSERT_GT(ScanLayout(job, foil, 1).tileColumns(), 1);
  const ScanResult streamed = runScan(job, std::span(&foil, 1));
  for (std::size_t s = 0; s < 2; ++s) {
    for (std::size_t i = 0; i < 30; ++i) {
      // The ringing of the band limit from beyond the margins is missing. It shows in detectors
      // that reach close to the limit, as this one does: 0.6 % at single positions of a glass.
      EXPECT_NEAR(streamed.signals[s].values[i] / kept.signals[s].values[i], 1, 1e-2);
    }
  }
}

TEST(runScan, windowsReachIntoVacuumAroundAParticle) {
  // A cluster in vacuum: the window at its border holds no copy of the other side.
  Atoms atoms = wideGlass(10, 10);
  atoms.box = Box::orthogonal({10, 10, 10}, Vec3::Zero(), {false, false, true});
  FoilSettings tight, roomy;
  tight.vacuum_A = 0;
  roomy.vacuum_A = 15;
  const Foil bare = Foil::cut(atoms, tight), wide = Foil::cut(atoms, roomy);
  ScanJob job;
  job.annular = {{"haadf", 40, 80}};
  job.microscope.window_A = 16;
  job.microscope.grid_points = 100;
  job.scan = {1, 2, {0.5, 0.5}, {1, 9}, false};
  const ScanResult found = runScan(job, std::span(&bare, 1));
  job.microscope.grid_points =
      static_cast<int>(std::lround(100 * wide.extent_A().x() / bare.extent_A().x()));
  job.scan.origin_A = {15.5, 15.5};
  const ScanResult expected = runScan(job, std::span(&wide, 1));
  for (std::size_t i = 0; i < 2; ++i) {
    // The sampling differs in the last digits.
    EXPECT_NEAR(found.signals[0].values[i] / expected.signals[0].values[i], 1, 5e-3);
  }
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
