#include "multislice/scan/runScan.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/Log.h"
#include "core/system/Machine.h"
#include "core/system/Mpi.h"
#include "core/system/Parallel.h"
#include "multislice/detectors/DepthName.h"
#include "multislice/instrument/ScanMethod.h"
#include "multislice/scan/ScanMemory.h"
#include "multislice/scan/ScanPlan.h"
#include "multislice/tiles/MatrixRunner.h"
#include "multislice/tiles/RowAssembler.h"
#include "multislice/tiles/TileRunner.h"

namespace glasscope::multislice {

namespace {

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

/// Which rows an earlier run has finished, the same on every rank.
std::vector<char> doneRows(const ScanJob& job, const RowSink* sink) {
  std::vector<double> done(job.scan.nx, 0);
  if (sink && Mpi::isRoot()) {
    for (int rx = 0; rx < job.scan.nx; ++rx) done[rx] = sink->rowDone(rx) ? 1 : 0;
  }
  Mpi::broadcast(std::span<double>(done));
  return {done.begin(), done.end()};
}

std::unique_ptr<UnitRunner> makeRunner(const ScanJob& job, const ScanInstrument& instrument,
                                       const ScanLayout& layout, std::span<const Foil> snapshots,
                                       MatrixStore& store) {
  if (job.microscope.method == WaveMethod::scatteringMatrix) {
    return std::make_unique<MatrixRunner>(job, instrument, snapshots, store);
  }
  return std::make_unique<TileRunner>(instrument, layout, snapshots);
}

/// Positions and snapshots of so many rows that a rank computes.
long shareOf(const ScanGrid& scan, int snapshots, long rows) {
  return (rows * scan.ny * snapshots + Mpi::size() - 1) / Mpi::size();
}

/// The whole scan: units shared out in rounds, collected on rank 0.
class ScanRun {
 public:
  ScanRun(const ScanJob& job, const ScanInstrument& instrument, std::span<const Foil> snapshots,
          RowSink* sink, MatrixStore& store, Progress& progress)
      : instrument_(instrument),
        sink_(sink),
        snapshots_(static_cast<int>(snapshots.size())),
        layout_(job, snapshots[0], snapshots_),
        runner_(makeRunner(job, instrument, layout_, snapshots, store)),
        assembler_(instrument, snapshots_),
        skip_(doneRows(job, sink)),
        extraPerRow_(assembler_.extraPerProbe() * instrument.scan().ny),
        extra_(extraPerRow_ * instrument.scan().nx),
        progress_(progress) {
    restore();
    progress_.skip(shareOf(job.scan, snapshots_, std::count(skip_.begin(), skip_.end(), 1)));
  }

  void run() {
    const int bands = layout_.bands();
    const int together = bandsTogether(
        layout_, instrument_.patternSize(),
        static_cast<double>(Mpi::maximum(std::int64_t{threadCount()})), runner_->positionsWanted());
    for (int band = 0; band < bands;) {
      std::vector<int> round;
      for (; band < bands && static_cast<int>(round.size()) < together; ++band) {
        if (!isDone(band)) round.push_back(band);
      }
      computeRound(round);
    }
    Mpi::broadcast(std::span<double>(extra_));
  }

  /// [rx, ry, 2 signals + 1], complete on every rank after run().
  const std::vector<double>& extra() const { return extra_; }
  std::size_t extraPerProbe() const { return assembler_.extraPerProbe(); }

  /// Of the scattering matrix, as MatrixRunner::error; NaN for multislice.
  double methodError() const {
    const auto* matrix = dynamic_cast<const MatrixRunner*>(runner_.get());
    return matrix ? matrix->error() : std::numeric_limits<double>::quiet_NaN();
  }

  double nsPerPixelSlice() const {
    const double work = static_cast<double>(runner_->probesDone()) * instrument_.slices() *
                        static_cast<double>(instrument_.grid().pixels());
    return work > 0 ? 1e9 * runner_->probeSeconds() / work : 0;
  }

 private:
  bool isDone(int band) const {
    const int first = band * layout_.tileRows();
    const int last = std::min(first + layout_.tileRows(), instrument_.scan().nx);
    return std::count(skip_.begin() + first, skip_.begin() + last, 1) == last - first;
  }

  /// The units of a round, the same on every rank. Snapshots of a tile are computed by different
  /// ranks only where there would not be enough tiles.
  std::vector<ScanUnit> unitsOf(const std::vector<int>& round) const {
    std::vector<ScanTile> tiles;
    for (int band : round) {
      for (const ScanTile& tile : layout_.tilesOfBand(band)) tiles.push_back(tile);
    }
    const bool split = tiles.size() < 2 * static_cast<std::size_t>(Mpi::size());
    const int each = split && Mpi::size() > 1 ? 1 : snapshots_;
    std::vector<ScanUnit> units;
    for (const ScanTile& tile : tiles) {
      for (int s = 0; s < snapshots_; s += each) units.push_back({tile, s, each});
    }
    return units;
  }

  void computeRound(const std::vector<int>& round) {
    const std::vector<ScanUnit> units = unitsOf(round);
    std::vector<ScanUnit> mine;
    for (std::size_t u = Mpi::rank(); u < units.size(); u += Mpi::size()) mine.push_back(units[u]);
    std::vector<TileRecord> records = runner_->compute(mine, skip_, progress_);
    if (!Mpi::isRoot()) {
      for (const TileRecord& record : records) record.send();
      return;
    }
    for (std::size_t u = 0; u < units.size(); ++u) {
      const int rank = static_cast<int>(u % Mpi::size());
      TileRecord record =
          rank == 0 ? std::move(records[u / Mpi::size()])
                    : TileRecord::of(units[u], instrument_.patternSize(), runner_->numbers());
      if (rank != 0) record.receive(rank);
      assembler_.add(record);
    }
    for (int band : round) writeBand(band);
  }

  void writeBand(int band) {
    const int first = band * layout_.tileRows();
    const int last = std::min(first + layout_.tileRows(), instrument_.scan().nx);
    for (int rx = first; rx < last; ++rx) {
      const ScanRow row = assembler_.take(rx);
      if (skip_[rx]) continue;
      std::copy(row.extra.begin(), row.extra.end(), extra_.begin() + rx * extraPerRow_);
      if (sink_) sink_->writeRow(rx, row.patterns, row.extra);
    }
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

  const ScanInstrument& instrument_;
  RowSink* sink_;
  int snapshots_;
  ScanLayout layout_;
  std::unique_ptr<UnitRunner> runner_;
  RowAssembler assembler_;
  std::vector<char> skip_;
  std::size_t extraPerRow_;
  std::vector<double> extra_;
  Progress& progress_;
};

/// One number of a probe, in the order of ScanInstrument::measure.
struct Signal {
  std::string name, range, unit;
};

std::vector<Signal> signalsOf(const ScanJob& job) {
  std::vector<Signal> signals;
  for (const AnnularDetector& d : job.annular) {
    signals.push_back({d.name, fmt::format("{:g} to {:g} mrad", d.inner_mrad, d.outer_mrad), "1"});
  }
  for (const DetectorSettings& d : job.detectors) {
    const std::vector<std::string> names = d.signals();
    for (std::size_t i = 0; i < names.size(); ++i) {
      signals.push_back({names[i], d.describe(i), d.unit(i)});
    }
  }
  return signals;
}

std::string signalName(const std::string& name, double depth_A, bool exit) {
  return exit ? name : name + depthSuffix(depth_A);
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

/// The intensity that reached the edges of the windows, over the positions looked at.
void reportEdge(const ScanJob& job, const ScanInstrument& instrument, const ScanRun& run,
                ScanResult::Window& window) {
  const std::size_t each = run.extraPerProbe(), count = run.extra().size() / each;
  const auto ny = static_cast<std::size_t>(job.scan.ny);
  double sum = 0, looked = 0;
  for (std::size_t p = 0; p < count; ++p) {
    if (!instrument.looksAtEdge(static_cast<int>(p / ny), static_cast<int>(p % ny))) continue;
    const double edge = run.extra()[p * each + each - 1];
    sum += edge;
    ++looked;
    window.edgeIntensityMax = std::max(window.edgeIntensityMax, edge);
  }
  window.edgeIntensityMean = sum / looked;
  window.wholeCell = instrument.windows().isWholeCell();
  const std::string facts = fmt::format(
      "{}: {:.3g} % of a probe's intensity (at most {:.3g} %) reaches the edge of its window, "
      "{:.4g} x {:.4g} angstrom",
      job.label, 100 * window.edgeIntensityMean, 100 * window.edgeIntensityMax, window.grid.lx_A(),
      window.grid.ly_A());
  if (window.edgeIntensityMean <= EdgeIntensity::kWarn) {
    logInfo(facts);
  } else if (window.wholeCell) {
    logWarning(facts +
               ", which is the whole cell: neighbouring copies of the probe overlap; take a wider "
               "sample (copies by foil.tile_x and tile_y keep probes apart, but are no new areas)");
  } else {
    logWarning(facts + "; enlarge microscope.window_A");
  }
}

/// How the waves were computed, and how far off that is.
ScanResult::Method methodOf(const ScanJob& job, const ScanRun& run) {
  const ScanResult::Method method{ScanMethod::label(job.microscope), run.methodError(),
                                  run.nsPerPixelSlice()};
  if (std::isnan(method.error)) return method;
  const bool exact = job.microscope.prism_interpolation == 1 && job.microscope.partitions == 0;
  const std::string facts = fmt::format(
      "{}: {}; intensities in rings differ from multislice by "
      "{:.2g} % (root mean square, at {} positions)",
      job.label, method.label, 100 * method.error, MatrixRunner::kSamples);
  // Signals of a microscope are compared within a few percent.
  constexpr double kWarn = 0.03;
  if (exact || method.error < kWarn) {
    logInfo(facts);
  } else {
    logWarning(facts + "; interpolate less");
  }
  return method;
}

/// The maps that every signal makes at every depth, and their errors.
void addMaps(const ScanJob& job, const ScanInstrument& instrument, const ScanRun& run,
             ScanResult& result) {
  std::size_t signal = 0;
  for (const Signal& number : signalsOf(job)) {
    for (const double depth_A : instrument.depths_A()) {
      Map2 map = mapOf(job.scan, run.extra(), run.extraPerProbe(), 2 * signal);
      map.name = signalName(number.name, depth_A, depth_A == instrument.depths_A().back());
      map.unit = number.unit;
      map.description = fmt::format("{} after {:.1f} angstrom, fraction of the incident beam",
                                    number.range, depth_A);
      Map2 error = mapOf(job.scan, run.extra(), run.extraPerProbe(), 2 * signal + 1);
      error.unit = number.unit;
      error.name = fmt::format("{}_standard_error", map.name);
      error.description = fmt::format("standard error of {} over snapshots", map.name);
      result.signals.push_back(std::move(map));
      result.standardErrors.push_back(std::move(error));
      ++signal;
    }
  }
}

}  // namespace

ScanResult runScan(const ScanJob& asked, std::span<const Foil> snapshots, RowSink* sink,
                   MatrixStore* store, Progress* progress) {
  checkSnapshots(asked, snapshots, sink);
  const ScanJob job = settled(asked, snapshots[0], static_cast<int>(snapshots.size()));
  MatrixStore own;
  if (!store) store = &own;
  // What is in the store already need not be found again.
  requireMemory(job, snapshots[0], static_cast<int>(snapshots.size()),
                availableMemory_bytes() + Mpi::ranksHere() * store->memory_bytes());
  const ScanInstrument instrument(job, snapshots[0], static_cast<int>(snapshots.size()));
  if (const std::string missing = undersampling(job, instrument.grid()); !missing.empty()) {
    logWarning(fmt::format("{}: {}; leave microscope.max_angle_mrad and grid_points at 0",
                           job.label, missing));
  }
  std::optional<Progress> shown;
  if (!progress) {
    const int count = static_cast<int>(snapshots.size());
    progress = &shown.emplace(job.label, shareOf(job.scan, count, job.scan.nx));
  }
  ScanRun run(job, instrument, snapshots, sink, *store, *progress);
  run.run();

  ScanResult result{
      .window = {.grid = instrument.grid(),
                 .carriedAngle_mrad = instrument.grid().carriedAngle_mrad(instrument.beam()),
                 .neededAngle_mrad = neededAngle_mrad(job)},
      .slices = instrument.slices(),
      .snapshots = static_cast<int>(snapshots.size())};
  reportEdge(job, instrument, run, result.window);
  result.method = methodOf(job, run);
  addMaps(job, instrument, run, result);
  return result;
}

}  // namespace glasscope::multislice
