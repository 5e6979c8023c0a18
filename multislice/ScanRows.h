#pragma once

#include <memory>
#include <span>
#include <vector>

#include "core/Progress.h"
#include "multislice/ScanInstrument.h"

namespace glasscope::multislice {

/// What one scan row recorded.
struct ScanRow {
  int rx = 0;
  std::vector<float> patterns;  ///< [ry, qx, qy]
  std::vector<double> extra;    ///< [ry, signal, 2]: mean over snapshots and its standard error
};

/// Computes scan rows on the threads of this rank. Transmission functions of the snapshots are kept
/// when they fit the budget; otherwise they are built again, as many at a time as fit (at least
/// one), for every call.
class ScanRows {
 public:
  ScanRows(const ScanInstrument& instrument, std::span<const Foil> snapshots, double memory_bytes);

  /// Rows computed in one call should be at least this many, so that threads are busy and building
  /// potentials again stays cheap beside the probes.
  int rowsPerCall() const;

  std::vector<ScanRow> compute(std::span<const int> rows, Progress& progress);

  /// Seconds of single threads spent on probes, and how many probes those were.
  double probeSeconds() const;
  long probesDone() const { return probes_; }

 private:
  struct Worker {
    std::unique_ptr<WaveStepper> stepper;
    Wave scratch;
    double seconds = 0;
  };
  void loadGroup(std::size_t first, std::size_t count);
  void measureGroup(std::span<const int> rows, std::size_t first, std::size_t count,
                    std::span<ScanRow> results, std::vector<double>& values, Progress& progress);
  void average(std::span<ScanRow> results, const std::vector<double>& values) const;

  const ScanInstrument& instrument_;
  std::span<const Foil> snapshots_;
  std::size_t groupSize_;
  std::size_t loadedFirst_ = 0;
  std::vector<Transmission> loaded_;
  std::vector<Worker> workers_;
  long probes_ = 0;
};

}  // namespace glasscope::multislice
