#include "multislice/scan/ScanMemory.h"

#include <algorithm>
#include <cmath>

#include "core/system/Mpi.h"
#include "core/system/Parallel.h"
#include "multislice/instrument/ScanMethod.h"
#include "multislice/potentials/RegionBuilder.h"
#include "multislice/potentials/RegionTransmission.h"
#include "multislice/propagation/WaveStepper.h"
#include "multislice/tiles/MatrixRunner.h"

namespace glasscope::multislice {

namespace {

constexpr double kRound_bytes = 512e6;  // of the patterns of a round

/// What a pixelated detector gives.
struct Patterns {
  int pixels;           // along each side; 0: none
  double number_bytes;  // on disk
};

/// Records of this rank, the rows that they are put into, a row as it lies on disk, and a pattern
/// of each thread.
double patternMemory(const ScanLayout& layout, const Patterns& patterns, double positionsWanted) {
  const double patternSize = static_cast<double>(patterns.pixels) * patterns.pixels;
  if (patternSize == 0) return 0;
  const int bands = std::min(
      layout.bands(),
      bandsTogether(layout, static_cast<std::size_t>(patternSize), threadCount(), positionsWanted));
  const double row = layout.scan().ny * patternSize;
  const double rows = std::min(bands * layout.tileRows(), layout.scan().nx);
  return row * (rows * sizeof(float) * (1 + 1.0 / Mpi::size()) + patterns.number_bytes) +
         threadCount() * patternSize * sizeof(float);
}

/// Of the scattering matrix: the slices of one snapshot, the matrices that are kept, and the
/// product of a batch of probes on every thread.
ScanMemory matrixMemory(const ScanJob& job, const Foil& foil, int snapshots,
                        const Patterns& patterns) {
  const ScanMethod method = ScanMethod::of(job, foil, snapshots);
  const Grid cell = cellGridOf(job, foil);
  const PixelRegion whole{0, 0, cell.nx(), cell.ny()};
  const double pixels = static_cast<double>(cell.pixels());
  const double kept = std::floor(std::clamp(1e9 * job.potential_memory_GB / method.matrix_bytes,
                                            1.0, static_cast<double>(snapshots)));
  // Beams in flight, with their copies in the stepper and what is recorded of them on every rank.
  const double flying = threadCount() * WaveStepper::kTogether;
  const double waves = 2 * flying + (job.microscope.partitions > 0 ? method.waves : 0);
  ScanMemory memory;
  memory.potentials_bytes =
      RegionTransmission::memory_bytes(whole, sliceStackOf(job, foil, 0, snapshots).count()) +
      kept * method.matrix_bytes;
  memory.waves_bytes =
      8 * ((threadCount() * MatrixRunner::kBatch + flying * Mpi::size()) * method.rows +
           waves * pixels);
  memory.building_bytes = threadCount() * RegionBuilder::scratch_bytes(
                                              cell, whole, job.microscope.potentialOversampling);
  memory.builtFirst = kept == snapshots;
  memory.patterns_bytes = patternMemory(ScanLayout(job, foil, snapshots), patterns,
                                        MatrixRunner::positionsWanted(memory.builtFirst));
  return memory;
}

}  // namespace

double ScanMemory::all_bytes() const {
  return potentials_bytes + waves_bytes +
         (builtFirst ? std::max(building_bytes, patterns_bytes) : building_bytes + patterns_bytes);
}

ScanMemory ScanMemory::of(const ScanJob& job, const Foil& foil, int snapshots, int patternPixels,
                          double number_bytes) {
  const Patterns patterns{patternPixels, number_bytes};
  if (job.microscope.method == WaveMethod::scatteringMatrix) {
    return matrixMemory(job, foil, snapshots, patterns);
  }
  const ScanLayout layout(job, foil, snapshots);
  return {layout.potential_bytes(), layout.wave_bytes(), layout.building_bytes(),
          patternMemory(layout, patterns, 0), layout.kept()};
}

int bandsTogether(const ScanLayout& layout, std::size_t patternSize, double threads,
                  double positionsWanted) {
  const double ny = layout.scan().ny, rows = layout.tileRows(), ranks = Mpi::size();
  const double wanted = layout.kept()
                            ? 16 * threads * ranks / (ny * layout.snapshots())
                            : 4 * ranks * layout.tileColumns() / (ny * layout.snapshots());
  const double together = std::max(wanted, positionsWanted * threads * ranks / (ny * rows));
  const double band_bytes = rows * ny * static_cast<double>(patternSize) * sizeof(float);
  const double fit = band_bytes > 0 ? kRound_bytes / band_bytes : HUGE_VAL;
  return static_cast<int>(std::max(1.0, std::min({std::ceil(together), std::floor(fit), 1e6})));
}

}  // namespace glasscope::multislice
