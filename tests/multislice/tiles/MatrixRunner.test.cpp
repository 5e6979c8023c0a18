#include "multislice/tiles/MatrixRunner.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "core/system/Parallel.h"
#include "multislice/scan/runScan.h"
#include "tests/multislice/SmallGlass.h"

namespace glasscope::multislice {
namespace {

ScanJob by(ScanJob job, WaveMethod method) {
  job.microscope.method = method;
  job.microscope.window = WaveWindow::cell;
  return job;
}

/// A glass with sides of 18 x 16 angstrom, whose halves are wide enough for a probe.
Foil tiledGlass() {
  Atoms atoms;
  atoms.box = Box::orthogonal({18, 16, 10});
  for (int i = 0; i < 160; ++i) {
    Random place(13, "place", 0, i);
    atoms.add(29, {18 * place.uniform(), 16 * place.uniform(), 10 * place.uniform()});
  }
  return Foil::cut(atoms, {});
}

/// Root mean square difference over the root mean square.
template <class Values>
double deviation(const Values& a, const Values& b) {
  double difference = 0, size = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference += std::pow(static_cast<double>(a[i]) - static_cast<double>(b[i]), 2);
    size += std::pow(static_cast<double>(b[i]), 2);
  }
  return std::sqrt(difference / size);
}

TEST(MatrixRunner, recordsWhatMultisliceRecords) {
  // Exact, but for the order of sums in single precision.
  const auto foils = smallGlasses(2);
  ScanJob job = smallScan(foils[0]);
  job.thicknesses_A = {4, 7.3};  // on a face of slices, and inside one
  MemorySink direct, matrix;
  const ScanResult a = runScan(by(job, WaveMethod::multislice), foils, &direct);
  const ScanResult b = runScan(by(job, WaveMethod::scatteringMatrix), foils, &matrix);
  ASSERT_EQ(a.signals.size(), b.signals.size());
  for (std::size_t s = 0; s < a.signals.size(); ++s) {
    EXPECT_EQ(a.signals[s].name, b.signals[s].name);
    EXPECT_LT(deviation(b.signals[s].values, a.signals[s].values), 1e-5);
  }
  for (const auto& [rx, patterns] : direct.rows) {
    EXPECT_LT(deviation(matrix.rows[rx], patterns), 1e-5);
  }
  EXPECT_EQ(b.method.label, "scattering matrix");
  EXPECT_LT(b.method.error, 1e-5);
  EXPECT_TRUE(std::isnan(a.method.error));
}

TEST(MatrixRunner, givesTheSameBitsOnAnyThreadsAndInAnyMemory) {
  const auto foils = smallGlasses(3);
  ScanJob job = by(smallScan(foils[0]), WaveMethod::scatteringMatrix);
  const int before = threadCount();
  MemorySink one, three, tight;
  setThreadCount(1);
  runScan(job, foils, &one);
  setThreadCount(3);
  runScan(job, foils, &three);
  setThreadCount(before);
  job.potential_memory_GB = 1e-6;
  runScan(job, foils, &tight);
  EXPECT_EQ(one.rows, three.rows);
  EXPECT_EQ(one.extras, three.extras);
  EXPECT_EQ(one.rows, tight.rows);
  EXPECT_EQ(one.extras, tight.extras);
}

TEST(MatrixRunner, fociThatShareMatricesAreThoseOfScansAlone) {
  const auto foils = smallGlasses(2);
  ScanJob job = by(smallScan(foils[0]), WaveMethod::scatteringMatrix);
  job.foci = 3;
  // All matrices kept, and one at a time.
  for (const double memory_GB : {4.0, 1e-6}) {
    job.potential_memory_GB = memory_GB;
    MatrixStore store;
    for (const double defocus_A : {0.0, 40.0, -25.0}) {
      job.probe.aberrations.defocus_A = defocus_A;
      MemorySink shared, alone, direct;
      const ScanResult a = runScan(job, foils, &shared, &store);
      const ScanResult b = runScan(job, foils, &alone);
      EXPECT_EQ(shared.rows, alone.rows);
      EXPECT_EQ(shared.extras, alone.extras);
      EXPECT_EQ(a.method.error, b.method.error);
      // Exact, but for the order of sums in single precision.
      runScan(by(job, WaveMethod::multislice), foils, &direct);
      for (const auto& [rx, patterns] : direct.rows)
        EXPECT_LT(deviation(shared.rows[rx], patterns), 1e-5);
    }
    EXPECT_GT(store.memory_bytes(), 0);
  }
}

TEST(MatrixRunner, goesOnWhereAKilledRunStopped) {
  const auto foils = smallGlasses(2);
  const ScanJob job = by(smallScan(foils[0]), WaveMethod::scatteringMatrix);
  MemorySink whole, part;
  runScan(job, foils, &whole);
  part.rows[1] = whole.rows[1];
  part.extras[1] = whole.extras[1];
  runScan(job, foils, &part);
  EXPECT_EQ(whole.rows, part.rows);
  EXPECT_EQ(whole.extras, part.extras);
  EXPECT_EQ(part.written, 4);
}

TEST(MatrixRunner, reportsHowFarInterpolationIsOff) {
  const Foil foil = tiledGlass();
  ScanJob job;
  job.probe.semiangle_mrad = 25;
  job.scan = ScanGrid::covering(foil, 3, 3);
  job.annular = {{"bf", 0, 25}, {"haadf", 40, 80}};
  const std::span<const Foil> one(&foil, 1);
  const ScanResult direct = runScan(by(job, WaveMethod::multislice), one);
  ScanJob prism = by(job, WaveMethod::scatteringMatrix);
  prism.microscope.prism_interpolation = 2;
  ScanJob parents = by(job, WaveMethod::scatteringMatrix);
  parents.microscope.partitions = 4;
  for (const ScanJob& other : {prism, parents}) {
    const ScanResult result = runScan(other, one);
    // Windows of 9 x 8 angstrom, or 61 parents of some 900 beams: percents, and not nothing.
    EXPECT_GT(result.method.error, 1e-5) << result.method.label;
    EXPECT_LT(result.method.error, 0.2) << result.method.label;
    for (std::size_t s = 0; s < 2; ++s) {
      EXPECT_LT(deviation(result.signals[s].values, direct.signals[s].values), 0.1)
          << result.method.label;
    }
  }
}

TEST(MatrixRunner, refusesAGridThatInterpolationCannotDivide) {
  const Foil foil = tiledGlass();
  ScanJob job = by(smallScan(foil), WaveMethod::scatteringMatrix);
  job.microscope.grid_points = 144;
  job.microscope.prism_interpolation = 5;
  MemorySink sink;
  EXPECT_THROW(runScan(job, std::span(&foil, 1), &sink), Error);
}

}  // namespace
}  // namespace glasscope::multislice
