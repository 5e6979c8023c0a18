#include "multislice/TileRunner.h"

#include <algorithm>
#include <chrono>

#include "core/Parallel.h"

namespace glasscope::multislice {

TileRunner::TileRunner(const ScanInstrument& instrument, const ScanLayout& layout,
                       std::span<const Foil> snapshots)
    : instrument_(instrument),
      layout_(layout),
      snapshots_(snapshots),
      builder_(instrument.windows().lattice(), layout.largest(), instrument.beam(),
               instrument.microscope(), instrument.taper_invA()),
      kept_(snapshots.size()),
      workers_(threadCount()) {
  for (Worker& worker : workers_) {
    worker.stepper = makeWaveStepper(instrument.propagator());
    worker.wave.resize(instrument.grid().pixels());
    worker.pattern.resize(instrument.patternSize());
  }
}

double TileRunner::probeSeconds() const {
  double total = 0;
  for (const Worker& worker : workers_) total += worker.seconds;
  return total;
}

RegionTransmission TileRunner::build(const SlicedPotential& potential, const PixelRegion& region,
                                     int first, int last) const {
  RegionTransmission slices(region, first, last - first);
  builder_.fill(potential, slices);
  return slices;
}

void TileRunner::load(int snapshot) {
  if (kept_[snapshot]) return;
  kept_[snapshot] =
      build(builder_.potentialOf(snapshots_[snapshot]), layout_.covered(), 0, instrument_.slices());
}

std::span<double> TileRunner::numbersOf(const RecordedProbe& probe, int snapshot) const {
  TileRecord& record = *probe.record;
  const std::size_t at = probe.index * record.unit.snapshots + snapshot - record.unit.firstSnapshot;
  return std::span(record.numbers).subspan(at * numbers(), numbers());
}

void TileRunner::carry(const RegionTransmission& slices, const RecordedProbe& probe, int snapshot,
                       Worker& worker, Wave& wave) {
  const auto start = std::chrono::steady_clock::now();
  const ScanInstrument& instrument = instrument_;
  const PixelCorner corner =
      instrument.windows().corner(instrument.scan().position(probe.rx(), probe.ry()));
  int slice = slices.firstSlice();
  const int end = slice + slices.slices();
  for (std::size_t d = 0; d < instrument.depths().size() && slice < end; ++d) {
    const int depth = instrument.depths()[d], next = std::min(depth, end);
    if (next <= slice) continue;
    worker.stepper->advance(wave, slices.views(slice, next, corner));
    if (next == depth) instrument.measure(d, wave, numbersOf(probe, snapshot));
    slice = next;
  }
  worker.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void TileRunner::finish(const RecordedProbe& probe, int snapshot, Worker& worker, Wave& wave) {
  // Each snapshot's pattern is complete before it is added: so does a rank that adds those of
  // others, and the bits have to be the same.
  std::fill(worker.pattern.begin(), worker.pattern.end(), 0.0f);
  instrument_.addPattern(wave, 1.0f / static_cast<float>(snapshots_.size()), worker.pattern);
  float* sum = probe.record->patterns.data() + probe.index * worker.pattern.size();
  for (std::size_t i = 0; i < worker.pattern.size(); ++i) sum[i] += worker.pattern[i];
  if (snapshot == 0) {
    numbersOf(probe, 0).back() = instrument_.edgeIntensity(probe.rx(), probe.ry(), wave);
  }
}

void TileRunner::computeKept(std::span<TileRecord> records, const std::vector<char>& skip,
                             Progress& progress) {
  std::vector<RecordedProbe> probes;
  for (TileRecord& record : records) {
    const ScanUnit& unit = record.unit;
    for (int s = 0; s < unit.snapshots; ++s) load(unit.firstSnapshot + s);
    for (long p = 0; p < unit.tile.size(); ++p) {
      if (!skip[unit.tile.rx(p)]) probes.push_back({&record, p});
    }
  }
  parallelFor(static_cast<std::int64_t>(probes.size()), [&](std::int64_t task, int w) {
    const RecordedProbe& probe = probes[task];
    const ScanUnit& unit = probe.record->unit;
    Worker& worker = workers_[w];
    for (int s = unit.firstSnapshot; s < unit.firstSnapshot + unit.snapshots; ++s) {
      instrument_.form(probe.rx(), probe.ry(), worker.wave);
      carry(*kept_[s], probe, s, worker, worker.wave);
      finish(probe, s, worker, worker.wave);
    }
    progress.advance(unit.snapshots);
  });
  for (const RecordedProbe& probe : probes) probes_ += probe.record->unit.snapshots;
}

void TileRunner::computeStreamed(TileRecord& record, int snapshot, const std::vector<char>& skip,
                                 Progress& progress) {
  std::vector<RecordedProbe> probes;
  for (long p = 0; p < record.unit.tile.size(); ++p) {
    if (!skip[record.unit.tile.rx(p)]) probes.push_back({&record, p});
  }
  const auto count = static_cast<std::int64_t>(probes.size());
  if (waves_.size() < probes.size()) waves_.resize(probes.size());
  parallelFor(count, [&](std::int64_t p, int) {
    waves_[p].resize(instrument_.grid().pixels());
    instrument_.form(probes[p].rx(), probes[p].ry(), waves_[p]);
  });
  const PixelRegion region = layout_.region(record.unit.tile);
  const SlicedPotential potential = builder_.potentialOf(snapshots_[snapshot]);
  for (int first = 0; first < instrument_.slices(); first += layout_.slicesTogether()) {
    const int last = std::min(first + layout_.slicesTogether(), instrument_.slices());
    const RegionTransmission slices = build(potential, region, first, last);
    parallelFor(count, [&](std::int64_t p, int w) {
      carry(slices, probes[p], snapshot, workers_[w], waves_[p]);
      progress.advance(0);  // notices an interrupt
    });
  }
  parallelFor(count, [&](std::int64_t p, int w) {
    finish(probes[p], snapshot, workers_[w], waves_[p]);
    progress.advance();
  });
  probes_ += count;
}

std::vector<TileRecord> TileRunner::compute(std::span<const ScanUnit> units,
                                            const std::vector<char>& skip, Progress& progress) {
  std::vector<TileRecord> records;
  for (const ScanUnit& unit : units) {
    records.push_back(TileRecord::of(unit, instrument_.patternSize(), numbers()));
  }
  if (layout_.kept()) {
    computeKept(records, skip, progress);
    return records;
  }
  for (TileRecord& record : records) {
    const ScanUnit& unit = record.unit;
    for (int s = unit.firstSnapshot; s < unit.firstSnapshot + unit.snapshots; ++s) {
      computeStreamed(record, s, skip, progress);
    }
  }
  return records;
}

}  // namespace glasscope::multislice
