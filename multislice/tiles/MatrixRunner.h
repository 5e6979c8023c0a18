#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "multislice/instrument/ScanInstrument.h"
#include "multislice/potentials/RegionBuilder.h"
#include "multislice/scattering_matrix/MatrixStore.h"
#include "multislice/tiles/UnitRunner.h"

namespace glasscope::multislice {

/// Computes units of a scan by products with the scattering matrix of each snapshot. Matrices are
/// kept as far as potential_memory_GB goes, one at least; the others are computed again whenever
/// they are needed, so that calls should then hold all positions.
///
/// A few positions of the first snapshot are computed by multislice as well: `error` says how far
/// off the matrix is, and the intensity at the edge of the cell comes from there.
class MatrixRunner : public UnitRunner {
 public:
  static constexpr int kSamples = 3;         ///< positions that multislice checks
  static constexpr std::size_t kBatch = 64;  ///< probes of one product, on each thread

  /// The job's method has to be scattering_matrix. Matrices that are in the store are used, and
  /// those that are made stay in it. Throws what CroppedProbes and PartitionedBeams throw.
  MatrixRunner(const ScanJob& job, const ScanInstrument& instrument,
               std::span<const Foil> snapshots, MatrixStore& store);

  std::vector<TileRecord> compute(std::span<const ScanUnit> units, const std::vector<char>& skip,
                                  Progress& progress) override;
  std::size_t numbers() const override { return instrument_.signals() + 1; }
  double probeSeconds() const override;
  long probesDone() const override { return probes_; }

  double positionsWanted() const override { return positionsWanted(kept_ == matrices_.size()); }
  /// All positions at once where not every snapshot's matrix is kept.
  static double positionsWanted(bool allKept) { return allKept ? kBatch : 1e9; }

  /// Root mean square deviation, from multislice, of the intensities recorded in rings of a twelfth
  /// of the largest angle, relative to each ring's; NaN before the first unit.
  double error() const { return error_; }

 private:
  struct Worker {
    std::vector<float> product, pattern;
    Wave wave;
    double seconds = 0;
  };
  Propagator cellPropagator(const ScanJob& job) const;
  std::unique_ptr<BeamRecorder> recorderOf(const ScanJob& job) const;
  std::vector<Propagator> cellJoints(const ScanJob& job) const;
  /// What the matrix of a snapshot needs.
  ScatteringGeometry geometryOf(int snapshot) const;
  void load(int snapshot, Progress& progress);
  /// The transmission functions of a snapshot.
  RegionTransmission slicesOf(int snapshot) const;
  void compareWithMultislice(const ScatteringMatrix& matrix, std::span<const SliceView> slices);
  std::vector<RecordedProbe> probesOf(std::vector<TileRecord>& records, int snapshot,
                                      const std::vector<char>& skip) const;
  void computeBatch(std::span<const RecordedProbe> probes, int snapshot, Worker& worker);
  void finish(const RecordedProbe& probe, int snapshot, Worker& worker,
              std::span<double> values) const;
  /// Leaves the waves of probes at these positions in the worker's product.
  void multiply(const ScatteringMatrix& matrix, std::span<const Vec2> positions_A,
                Worker& worker) const;

  const ScanInstrument& instrument_;
  std::span<const Foil> snapshots_;
  RegionBuilder builder_;
  Propagator propagator_;
  std::vector<Propagator> joints_;  ///< of the cell, after each depth but the last
  std::unique_ptr<BeamRecorder> recorder_;
  std::vector<BeamIndex> beams_;
  std::optional<PartitionedBeams> parents_;
  MatrixStore::Matrices& matrices_;  ///< by snapshot
  std::size_t kept_ = 1;             ///< the first so many are kept
  std::vector<Worker> workers_;
  ProbeSettings probeSettings_;
  double error_, edge_ = 0, largest_invA_;
  long probes_ = 0;
};

}  // namespace glasscope::multislice
