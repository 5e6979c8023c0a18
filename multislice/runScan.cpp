#include "multislice/runScan.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include <fmt/format.h>

#include "core/Error.h"
#include "core/Log.h"
#include "core/Mpi.h"
#include "multislice/ScanPlan.h"
#include "multislice/ScanRows.h"

namespace glasscope::multislice {

namespace {

constexpr int kPatterns = 71, kExtra = 72;  // message tags

void checkSnapshots(const ScanJob& job, std::span<const Foil> snapshots, const RowSink* sink) {
  if (snapshots.empty()) {
    throw Error(ErrorKind::usage, fmt::format("{} has no specimen", job.label), "no foil was given",
                "give at least one snapshot");
  }
  for (const Foil& foil : snapshots) {
    const Vec3 off = foil.extent_A() - snapshots[0].extent_A();
    if (off.norm() <= 1e-6 * snapshots[0].extent_A().norm()) continue;
    throw Error(
        ErrorKind::usage, "the snapshots differ in size",
        fmt::format(
            "the first is {:.6g} x {:.6g} x {:.6g} angstrom, another {:.6g} x {:.6g} x {:.6g}",
            snapshots[0].extent_A().x(), snapshots[0].extent_A().y(), snapshots[0].extent_A().z(),
            foil.extent_A().x(), foil.extent_A().y(), foil.extent_A().z()),
        "take thermal snapshots at constant volume");
  }
  if (job.pixelated && Mpi::isRoot() && !sink) {
    throw Error(ErrorKind::usage, fmt::format("{} has nowhere to write its patterns", job.label),
                "patterns are never held in memory", "give the scan a row sink");
  }
}

/// The rows that are still to be computed, the same list on every rank.
std::vector<int> pendingRows(const ScanJob& job, const RowSink* sink) {
  std::vector<double> done(job.scan.nx, 0);
  if (sink && Mpi::isRoot()) {
    for (int rx = 0; rx < job.scan.nx; ++rx) done[rx] = sink->rowDone(rx) ? 1 : 0;
  }
  Mpi::broadcast(std::span<double>(done));
  std::vector<int> rows;
  for (int rx = 0; rx < job.scan.nx; ++rx) {
    if (done[rx] == 0) rows.push_back(rx);
  }
  return rows;
}

/// Doubles travel bit by bit in messages of floats.
std::vector<float> packed(std::span<const double> values) {
  std::vector<float> raw(2 * values.size());
  if (!values.empty()) std::memcpy(raw.data(), values.data(), values.size_bytes());
  return raw;
}

std::vector<double> unpacked(std::span<const float> raw) {
  std::vector<double> values(raw.size() / 2);
  if (!raw.empty()) std::memcpy(values.data(), raw.data(), raw.size_bytes());
  return values;
}

void sendRow(const ScanRow& row) {
  Mpi::send(row.patterns, 0, kPatterns);
  Mpi::send(packed(row.extra), 0, kExtra);
}

ScanRow receiveRow(int rx, int source, std::size_t patternValues, std::size_t extraValues) {
  ScanRow row{rx, std::vector<float>(patternValues), {}};
  Mpi::receive(row.patterns, source, kPatterns);
  std::vector<float> raw(2 * extraValues);
  Mpi::receive(raw, source, kExtra);
  row.extra = unpacked(raw);
  return row;
}

/// The whole scan: rows shared out in rounds, collected on rank 0.
class ScanRun {
 public:
  ScanRun(const ScanJob& job, const ScanInstrument& instrument, std::span<const Foil> snapshots,
          RowSink* sink)
      : instrument_(instrument),
        sink_(sink),
        rows_(instrument, snapshots, 1e9 * job.potential_memory_GB),
        pending_(pendingRows(job, sink)),
        extraPerRow_(2 * instrument.signals() * instrument.scan().ny),
        extra_(extraPerRow_ * instrument.scan().nx),
        progress_(job.label,
                  shareOf(job.scan.nx) * job.scan.ny * static_cast<long>(snapshots.size())) {
    restore();
    progress_.skip((shareOf(job.scan.nx) - shareOf(static_cast<long>(pending_.size()))) *
                   job.scan.ny * static_cast<long>(snapshots.size()));
  }

  void run() {
    const std::size_t each =
        static_cast<std::size_t>(Mpi::maximum(std::int64_t{rows_.rowsPerCall()}));
    const std::size_t round = each * Mpi::size();
    for (std::size_t first = 0; first < pending_.size(); first += round) {
      const std::vector<ScanRow> mine = rows_.compute(rowsOf(Mpi::rank(), first, each), progress_);
      if (!Mpi::isRoot()) {
        for (const ScanRow& row : mine) sendRow(row);
        continue;
      }
      for (const ScanRow& row : mine) take(row);
      for (int rank = 1; rank < Mpi::size(); ++rank) {
        for (int rx : rowsOf(rank, first, each)) {
          const std::size_t patterns = instrument_.patternSize() * instrument_.scan().ny;
          take(receiveRow(rx, rank, patterns, extraPerRow_));
        }
      }
    }
    Mpi::broadcast(std::span<double>(extra_));
  }

  /// [rx, ry, signal, 2], complete on every rank after run().
  const std::vector<double>& extra() const { return extra_; }

  double nsPerPixelSlice() const {
    const double work = static_cast<double>(rows_.probesDone()) * instrument_.slices() *
                        static_cast<double>(instrument_.grid().pixels());
    return work > 0 ? 1e9 * rows_.probeSeconds() / work : 0;
  }

 private:
  static long shareOf(long rows) { return (rows + Mpi::size() - 1) / Mpi::size(); }

  std::span<const int> rowsOf(int rank, std::size_t first, std::size_t each) const {
    const std::size_t begin = std::min(pending_.size(), first + rank * each);
    return {pending_.data() + begin, std::min(each, pending_.size() - begin)};
  }

  void restore() {
    if (!sink_ || !Mpi::isRoot()) return;
    for (int rx = 0; rx < instrument_.scan().nx; ++rx) {
      if (!sink_->rowDone(rx)) continue;
      const std::vector<double> kept = sink_->rowExtra(rx);
      if (kept.size() != extraPerRow_) {
        throw Error(
            ErrorKind::input, fmt::format("row {} of an earlier run does not fit this scan", rx),
            fmt::format("it holds {} numbers where {} are expected", kept.size(), extraPerRow_),
            "remove the unfinished output and run again");
      }
      std::copy(kept.begin(), kept.end(), extra_.begin() + rx * extraPerRow_);
    }
  }

  void take(const ScanRow& row) {
    std::copy(row.extra.begin(), row.extra.end(), extra_.begin() + row.rx * extraPerRow_);
    if (sink_) sink_->writeRow(row.rx, row.patterns, row.extra);
  }

  const ScanInstrument& instrument_;
  RowSink* sink_;
  ScanRows rows_;
  std::vector<int> pending_;
  std::size_t extraPerRow_;
  std::vector<double> extra_;
  Progress progress_;
};

std::string signalName(const AnnularDetector& detector, double depth_A, bool exit) {
  return exit ? detector.name : fmt::format("{}_at_{:.1f}A", detector.name, depth_A);
}

/// Map of number `which` of all numbers per position.
Map2 mapOf(const ScanGrid& scan, const std::vector<double>& extra, std::size_t perProbe,
           std::size_t which) {
  Map2 map;
  map.unit = std::string("1");
  map.pixel_A = scan.step_A;
  map.origin_A = scan.origin_A;
  map.periodic = scan.periodic;
  map.values = Array2<double>(scan.nx, scan.ny);
  for (std::size_t i = 0; i < map.values.size(); ++i) map.values[i] = extra[i * perProbe + which];
  return map;
}

}  // namespace

ScanResult runScan(const ScanJob& job, std::span<const Foil> snapshots, RowSink* sink) {
  checkSnapshots(job, snapshots, sink);
  requireMemory(job, snapshots[0], static_cast<int>(snapshots.size()));
  const ScanInstrument instrument(job, snapshots[0]);
  ScanRun run(job, instrument, snapshots, sink);
  run.run();

  ScanResult result{instrument.grid(),
                    instrument.slices(),
                    static_cast<int>(snapshots.size()),
                    instrument.grid().carriedAngle_mrad(instrument.beam()),
                    {},
                    {},
                    run.nsPerPixelSlice()};
  const double slice_A = snapshots[0].thickness_A() / instrument.slices();
  std::size_t signal = 0;
  for (const AnnularDetector& detector : job.annular) {
    for (int depth : instrument.depths()) {
      Map2 map = mapOf(job.scan, run.extra(), 2 * instrument.signals(), 2 * signal);
      map.name = signalName(detector, depth * slice_A, depth == instrument.slices());
      map.description =
          fmt::format("{:g} to {:g} mrad after {:.1f} angstrom, fraction of the incident beam",
                      detector.inner_mrad, detector.outer_mrad, depth * slice_A);
      Map2 error = mapOf(job.scan, run.extra(), 2 * instrument.signals(), 2 * signal + 1);
      error.name = fmt::format("{}_standard_error", map.name);
      error.description = fmt::format("standard error of {} over snapshots", map.name);
      result.signals.push_back(std::move(map));
      result.standardErrors.push_back(std::move(error));
      ++signal;
    }
  }
  return result;
}

}  // namespace glasscope::multislice
