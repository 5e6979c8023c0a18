#include "multislice/tiles/MatrixRunner.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

#include "core/system/Parallel.h"
#include "multislice/propagation/WaveStepper.h"
#include "multislice/scattering_matrix/CroppedProbes.h"
#include "multislice/scattering_matrix/RecordedFrequencies.h"
#include "multislice/waves/ComplexProduct.h"

namespace glasscope::multislice {

namespace {

// Probes multiplied at once: enough that reading the matrix costs little, few enough that their
// waves fit a shared cache. Results do not depend on it.
constexpr int kRings = 12;

PixelRegion wholeOf(const Grid& cell) {
  return {0, 0, cell.nx(), cell.ny()};
}

/// Intensities of a wave in kRings rings of equal width up to a frequency.
std::vector<double> ringsOf(const Wave& wave, const Grid& grid, double largest_invA) {
  std::vector<double> rings(kRings);
  for (int i = 0; i < grid.nx(); ++i) {
    for (int j = 0; j < grid.ny(); ++j) {
      const double k = std::hypot(grid.kx_invA(i), grid.ky_invA(j));
      if (k >= largest_invA) continue;
      rings[static_cast<std::size_t>(k / largest_invA * kRings)] +=
          std::norm(wave[static_cast<std::size_t>(i) * grid.ny() + j]);
    }
  }
  return rings;
}

}  // namespace

MatrixRunner::MatrixRunner(const ScanJob& job, const ScanInstrument& instrument,
                           std::span<const Foil> snapshots, MatrixStore& store)
    : instrument_(instrument),
      snapshots_(snapshots),
      builder_(instrument.windows().lattice(), wholeOf(instrument.windows().lattice()),
               instrument.beam(), job.microscope, instrument.taper_invA()),
      propagator_(cellPropagator(job)),
      joints_(cellJoints(job)),
      recorder_(recorderOf(job)),
      beams_(beamsOf(instrument_.probe(), instrument_.grid(), job.microscope.prism_interpolation)),
      matrices_(store.of(snapshots.size(), static_cast<int>(beams_.size()), recorder_->rows())),
      workers_(threadCount()),
      probeSettings_(job.probe),
      error_(std::numeric_limits<double>::quiet_NaN()),
      largest_invA_(instrument.beam().frequency_invA(recordedAngle_mrad(job))) {
  const double each = BeamPanels::memory_bytes(static_cast<double>(beams_.size()),
                                               static_cast<double>(recorder_->rows()));
  kept_ = static_cast<std::size_t>(
      std::clamp(1e9 * job.potential_memory_GB / each, 1.0, static_cast<double>(snapshots.size())));
  if (job.microscope.partitions > 0) {
    parents_.emplace(propagator_.grid(), instrument_.beam(), beams_, job.microscope.partitions);
  }
  for (Worker& worker : workers_) {
    worker.wave.resize(instrument.grid().pixels());
    worker.pattern.resize(instrument.patternSize());
  }
}

Propagator MatrixRunner::cellPropagator(const ScanJob& job) const {
  const Grid& cell = instrument_.windows().lattice();
  return Propagator(cell, instrument_.beam(), BandLimit(cell, instrument_.taper_invA()),
                    instrument_.stack(0).step_A(), job.microscope.tiltInFoil_mrad());
}

std::vector<Propagator> MatrixRunner::cellJoints(const ScanJob& job) const {
  const Grid& cell = instrument_.windows().lattice();
  std::vector<Propagator> joints;
  for (std::size_t d = 0; d + 1 < instrument_.depths().size(); ++d) {
    joints.emplace_back(cell, instrument_.beam(), BandLimit(cell), instrument_.stack(0).joint_A(d),
                        job.microscope.tiltInFoil_mrad());
  }
  return joints;
}

std::unique_ptr<BeamRecorder> MatrixRunner::recorderOf(const ScanJob& job) const {
  const Grid& grid = instrument_.grid();
  const int factor = job.microscope.prism_interpolation;
  std::vector<std::vector<bool>> counted;
  for (std::size_t d = 0; d < instrument_.depths().size(); ++d) {
    counted.push_back(instrument_.counted(d));
  }
  if (factor == 1) return std::make_unique<RecordedFrequencies>(grid, counted);
  int x = 0, y = 0;
  for (const auto& depth : counted) {
    for (int i = 0; i < grid.nx(); ++i) {
      for (int j = 0; j < grid.ny(); ++j) {
        if (!depth[static_cast<std::size_t>(i) * grid.ny() + j]) continue;
        x = std::max(x, std::min(i, grid.nx() - i));
        y = std::max(y, std::min(j, grid.ny() - j));
      }
    }
  }
  return std::make_unique<CroppedProbes>(instrument_.windows().lattice(), factor, factor * x,
                                         factor * y, static_cast<int>(counted.size()));
}

ScatteringGeometry MatrixRunner::geometryOf(int snapshot) const {
  return {propagator_,
          instrument_.stack(snapshot),
          joints_,
          instrument_.beam(),
          instrument_.microscope().tiltInFoil_mrad(),
          beams_,
          parents_,
          *recorder_};
}

double MatrixRunner::probeSeconds() const {
  double total = 0;
  for (const Worker& worker : workers_) total += worker.seconds;
  return total;
}

void MatrixRunner::load(int snapshot, Progress& progress) {
  // A matrix that an earlier scan left is compared for this scan's probe all the same.
  const bool unchecked = snapshot == 0 && std::isnan(error_);
  if (matrices_[snapshot] && !unchecked) return;
  const RegionTransmission slices = slicesOf(snapshot);
  const std::vector<SliceView> views = slices.views(0, instrument_.slices(), {0, 0});
  if (!matrices_[snapshot]) {
    for (std::size_t s = kept_ - 1; s < matrices_.size(); ++s) matrices_[s].reset();
    matrices_[snapshot].emplace(geometryOf(snapshot), views, [&] { progress.advance(0); });
  }
  if (unchecked) compareWithMultislice(*matrices_[0], views);
}

RegionTransmission MatrixRunner::slicesOf(int snapshot) const {
  RegionTransmission slices(wholeOf(propagator_.grid()), 0, instrument_.slices());
  builder_.fill(builder_.potentialOf(snapshots_[snapshot], instrument_.stack(snapshot)), slices);
  return slices;
}

void MatrixRunner::compareWithMultislice(const ScatteringMatrix& matrix,
                                         std::span<const SliceView> slices) {
  const Grid& cell = propagator_.grid();
  const Probe probe = Probe(probeSettings_, cell, instrument_.beam())
                          .propagated(instrument_.stack(0).entry_A(), instrument_.beam(),
                                      instrument_.microscope().tiltInFoil_mrad());
  const auto stepper = makeWaveStepper(propagator_);
  const ScanGrid& scan = instrument_.scan();
  double squares = 0;
  long count = 0;
  for (int n = 0; n < kSamples; ++n) {
    const long at = scan.size() * (2 * n + 1) / (2 * kSamples);
    const int rx = static_cast<int>(at / scan.ny), ry = static_cast<int>(at % scan.ny);
    const std::vector<Vec2> position{scan.position(rx, ry)};
    Worker& worker = workers_[0];
    multiply(matrix, position, worker);
    recorder_->restore(static_cast<int>(instrument_.depths().size()) - 1, position[0],
                       recorder_->panelsFor(position), worker.product.data(), worker.wave);
    Wave exact(cell.pixels());
    probe.form(position[0], exact);
    int slice = 0;
    for (std::size_t d = 0; d < instrument_.depths().size(); ++d) {
      if (d > 0) multislice::multiply(exact.data(), joints_[d - 1].factors().data(), exact.size());
      stepper->advance(exact, slices.subspan(slice, instrument_.depths()[d] - slice));
      slice = instrument_.depths()[d];
    }
    Wave seen = exact;
    if (cell == instrument_.grid()) {
      // What is not recorded is not in the matrix.
      for (std::size_t k = 0; k < seen.size(); ++k) {
        if (worker.wave[k] == 0.0f) seen[k] = 0;
      }
      edge_ = std::max(edge_, instrument_.edgeIntensity(rx, ry, exact));
    }
    const auto is = ringsOf(worker.wave, instrument_.grid(), largest_invA_);
    const auto shouldBe = ringsOf(seen, cell, largest_invA_);
    for (int r = 0; r < kRings; ++r) {
      if (shouldBe[r] < 1e-12) continue;
      squares += std::pow(is[r] / shouldBe[r] - 1, 2);
      ++count;
    }
  }
  error_ = count > 0 ? std::sqrt(squares / static_cast<double>(count)) : 0;
}

void MatrixRunner::multiply(const ScatteringMatrix& matrix, std::span<const Vec2> positions_A,
                            Worker& worker) const {
  const BeamCoefficients c =
      coefficientsOf(instrument_.probe(), recorder_->probeGrid(), positions_A);
  const auto panels = recorder_->panelsFor(positions_A);
  const std::size_t stride = panels.size() * BeamPanels::kPanel;
  worker.product.resize(positions_A.size() * stride);
  for (std::size_t i = 0; i < panels.size(); ++i) {
    matrix.panels().multiply(panels[i], c, worker.product.data() + i * BeamPanels::kPanel, stride);
  }
}

std::vector<RecordedProbe> MatrixRunner::probesOf(std::vector<TileRecord>& records, int snapshot,
                                                  const std::vector<char>& skip) const {
  std::vector<RecordedProbe> probes;
  for (TileRecord& record : records) {
    const ScanUnit& unit = record.unit;
    if (snapshot < unit.firstSnapshot || snapshot >= unit.firstSnapshot + unit.snapshots) continue;
    for (long p = 0; p < unit.tile.size(); ++p) {
      if (!skip[unit.tile.rx(p)]) probes.push_back({&record, p});
    }
  }
  return probes;
}

void MatrixRunner::computeBatch(std::span<const RecordedProbe> probes, int snapshot,
                                Worker& worker) {
  const auto start = std::chrono::steady_clock::now();
  std::vector<Vec2> positions;
  for (const RecordedProbe& p : probes)
    positions.push_back(instrument_.scan().position(p.rx(), p.ry()));
  multiply(*matrices_[snapshot], positions, worker);
  const auto panels = recorder_->panelsFor(positions);
  const std::size_t stride = panels.size() * BeamPanels::kPanel;
  for (std::size_t p = 0; p < probes.size(); ++p) {
    TileRecord& record = *probes[p].record;
    const std::size_t at =
        probes[p].index * record.unit.snapshots + snapshot - record.unit.firstSnapshot;
    const std::span<double> values = std::span(record.numbers).subspan(at * numbers(), numbers());
    for (std::size_t d = 0; d < instrument_.depths().size(); ++d) {
      recorder_->restore(static_cast<int>(d), positions[p], panels,
                         worker.product.data() + p * stride, worker.wave);
      instrument_.measure(d, worker.wave, values);
    }
    finish(probes[p], snapshot, worker, values);
  }
  worker.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void MatrixRunner::finish(const RecordedProbe& probe, int snapshot, Worker& worker,
                          std::span<double> values) const {
  // A snapshot's pattern is complete before it is added, as in TileRunner.
  std::fill(worker.pattern.begin(), worker.pattern.end(), 0.0f);
  instrument_.addPattern(worker.wave, 1.0f / static_cast<float>(snapshots_.size()), worker.pattern);
  float* sum = probe.record->patterns.data() + probe.index * worker.pattern.size();
  for (std::size_t i = 0; i < worker.pattern.size(); ++i) sum[i] += worker.pattern[i];
  if (snapshot != 0) return;
  const bool whole = propagator_.grid() == instrument_.grid();
  if (whole) {
    values.back() = edge_;
  } else if (instrument_.looksAtEdge(probe.rx(), probe.ry())) {
    values.back() = instrument_.edgeIntensity(probe.rx(), probe.ry(), worker.wave);
  }
}

std::vector<TileRecord> MatrixRunner::compute(std::span<const ScanUnit> units,
                                              const std::vector<char>& skip, Progress& progress) {
  std::vector<TileRecord> records;
  for (const ScanUnit& unit : units) {
    records.push_back(TileRecord::of(unit, instrument_.patternSize(), numbers()));
  }
  // Matrices are made by all ranks together: each takes part, whatever it has to compute.
  for (int s = 0; s < static_cast<int>(matrices_.size()); ++s) {
    load(s, progress);
    const std::vector<RecordedProbe> probes = probesOf(records, s, skip);
    const std::size_t share = (probes.size() + workers_.size() - 1) / workers_.size();
    const std::size_t batch = std::clamp<std::size_t>(share, 1, kBatch);
    parallelFor(static_cast<std::int64_t>((probes.size() + batch - 1) / batch),
                [&](std::int64_t n, int w) {
                  const std::size_t first = n * batch;
                  const std::size_t count = std::min(batch, probes.size() - first);
                  computeBatch(std::span(probes).subspan(first, count), s, workers_[w]);
                  progress.advance(static_cast<std::int64_t>(count));
                });
    probes_ += static_cast<long>(probes.size());
  }
  return records;
}

}  // namespace glasscope::multislice
