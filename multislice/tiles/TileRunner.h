#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/system/Progress.h"
#include "multislice/instrument/ScanInstrument.h"
#include "multislice/potentials/RegionBuilder.h"
#include "multislice/propagation/WaveStepper.h"
#include "multislice/tiles/ScanLayout.h"
#include "multislice/tiles/TileRecord.h"
#include "multislice/tiles/UnitRunner.h"

namespace glasscope::multislice {

/// Computes units of a scan on the threads of this rank, which share all transmission functions.
class TileRunner : public UnitRunner {
 public:
  /// The instrument has to be made for as many snapshots.
  TileRunner(const ScanInstrument& instrument, const ScanLayout& layout,
             std::span<const Foil> snapshots);

  /// Positions in rows for which `skip[rx]` is set are left empty.
  std::vector<TileRecord> compute(std::span<const ScanUnit> units, const std::vector<char>& skip,
                                  Progress& progress) override;

  /// Numbers of one probe and snapshot in a record.
  std::size_t numbers() const override { return instrument_.signals() + 1; }

  /// Seconds of single threads spent on probes, and how many probes those were.
  double probeSeconds() const override;
  long probesDone() const override { return probes_; }

 private:
  struct Worker {
    std::unique_ptr<WaveStepper> stepper;
    std::vector<Wave> waves;  ///< of one group
    std::vector<float> pattern;
    double seconds = 0;
  };

  void computeKept(std::span<TileRecord> records, const std::vector<char>& skip,
                   Progress& progress);
  void computeStreamed(TileRecord& record, int snapshot, const std::vector<char>& skip,
                       Progress& progress);
  void load(int snapshot);
  SlicedPotential potentialOf(int snapshot) const;
  RegionTransmission build(const SlicedPotential& potential, const PixelRegion& region, int first,
                           int last) const;
  /// Neighbouring probes, through the same snapshots, that a thread carries together: as many as
  /// WaveStepper likes, fewer where threads would have nothing to do.
  std::vector<std::span<const RecordedProbe>> groupsOf(std::span<const RecordedProbe> probes) const;
  /// Carries the waves of a group through the slices that are there, recording on the way.
  void carry(const RegionTransmission& slices, std::span<const RecordedProbe> group, int snapshot,
             Worker& worker, std::span<Wave> waves);
  void finish(const RecordedProbe& probe, int snapshot, Worker& worker, Wave& wave);
  std::span<double> numbersOf(const RecordedProbe& probe, int snapshot) const;

  const ScanInstrument& instrument_;
  const ScanLayout& layout_;
  std::span<const Foil> snapshots_;
  RegionBuilder builder_;
  std::vector<std::optional<RegionTransmission>> kept_;  ///< by snapshot
  std::vector<Worker> workers_;
  std::vector<Wave> waves_;  ///< of a streamed tile
  long probes_ = 0;
};

}  // namespace glasscope::multislice
