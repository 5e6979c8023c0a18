#pragma once

#include <span>
#include <vector>

#include "core/system/Progress.h"
#include "multislice/tiles/TileRecord.h"

namespace glasscope::multislice {

/// Computes units of a scan on the threads of this rank, by one method or another.
class UnitRunner {
 public:
  virtual ~UnitRunner() = default;

  /// Positions in rows for which `skip[rx]` is set are left empty. Called as often on every rank,
  /// perhaps with nothing to do.
  virtual std::vector<TileRecord> compute(std::span<const ScanUnit> units,
                                          const std::vector<char>& skip, Progress& progress) = 0;

  /// Positions that a call should hold for every thread of all ranks, at least.
  virtual double positionsWanted() const { return 0; }

  /// Numbers of one probe and snapshot in a record.
  virtual std::size_t numbers() const = 0;

  /// Seconds of single threads spent on probes, and how many probes those were.
  virtual double probeSeconds() const = 0;
  virtual long probesDone() const = 0;
};

}  // namespace glasscope::multislice
