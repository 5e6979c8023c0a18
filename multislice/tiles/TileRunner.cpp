#include "multislice/tiles/TileRunner.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "core/system/Error.h"
#include "core/system/Parallel.h"
#include "multislice/waves/ComplexProduct.h"

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
  GLASSCOPE_ENSURE(instrument.snapshots() == static_cast<int>(snapshots.size()),
                   "the instrument is made for other snapshots");
  for (Worker& worker : workers_) {
    worker.stepper = makeWaveStepper(instrument.propagator());
    worker.waves.resize(WaveStepper::kTogether);
    for (Wave& wave : worker.waves) wave.resize(instrument.grid().pixels());
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

SlicedPotential TileRunner::potentialOf(int snapshot) const {
  return builder_.potentialOf(snapshots_[snapshot], instrument_.stack(snapshot));
}

void TileRunner::load(int snapshot) {
  if (kept_[snapshot]) return;
  kept_[snapshot] = build(potentialOf(snapshot), layout_.covered(), 0, instrument_.slices());
}

std::span<double> TileRunner::numbersOf(const RecordedProbe& probe, int snapshot) const {
  TileRecord& record = *probe.record;
  const std::size_t at = probe.index * record.unit.snapshots + snapshot - record.unit.firstSnapshot;
  return std::span(record.numbers).subspan(at * numbers(), numbers());
}

std::vector<std::span<const RecordedProbe>> TileRunner::groupsOf(
    std::span<const RecordedProbe> probes) const {
  // As many groups for every thread, of nearly equal size.
  const std::size_t most = workers_.size() * WaveStepper::kTogether;
  const std::size_t wanted =
      std::min(probes.size(), workers_.size() * ((probes.size() + most - 1) / most));
  const auto snapshotsOf = [](const RecordedProbe& probe) {
    return std::pair(probe.record->unit.firstSnapshot, probe.record->unit.snapshots);
  };
  std::vector<std::span<const RecordedProbe>> groups;
  for (std::size_t g = 0, first = 0; g < wanted; ++g) {
    for (const std::size_t end = (g + 1) * probes.size() / wanted; first < end;) {
      std::size_t last = first + 1;
      while (last < end && snapshotsOf(probes[last]) == snapshotsOf(probes[first])) ++last;
      groups.push_back(probes.subspan(first, last - first));
      first = last;
    }
  }
  return groups;
}

void TileRunner::carry(const RegionTransmission& slices, std::span<const RecordedProbe> group,
                       int snapshot, Worker& worker, std::span<Wave> waves) {
  const auto start = std::chrono::steady_clock::now();
  const ScanInstrument& instrument = instrument_;
  std::vector<std::vector<SliceView>> seen(group.size());
  std::vector<TravellingWave> travelling(group.size());
  int slice = slices.firstSlice();
  const int end = slice + slices.slices();
  for (std::size_t d = 0; d < instrument.depths().size() && slice < end; ++d) {
    const int depth = instrument.depths()[d], next = std::min(depth, end);
    if (next <= slice) continue;
    for (std::size_t p = 0; p < group.size(); ++p) {
      const Vec2 position = instrument.scan().position(group[p].rx(), group[p].ry());
      seen[p] = slices.views(slice, next, instrument.windows().corner(position));
      travelling[p] = {waves[p], seen[p]};
    }
    worker.stepper->advanceTogether(travelling);
    slice = next;
    if (next != depth) continue;
    for (std::size_t p = 0; p < group.size(); ++p) {
      instrument.measure(d, waves[p], numbersOf(group[p], snapshot));
      if (d + 1 == instrument.depths().size()) continue;
      multiply(waves[p].data(), instrument.joint(d).factors().data(), waves[p].size());
    }
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
  if (snapshot == 0 && instrument_.looksAtEdge(probe.rx(), probe.ry())) {
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
  const auto groups = groupsOf(probes);
  parallelFor(static_cast<std::int64_t>(groups.size()), [&](std::int64_t task, int w) {
    const std::span<const RecordedProbe> group = groups[task];
    const ScanUnit& unit = group.front().record->unit;
    Worker& worker = workers_[w];
    for (int s = unit.firstSnapshot; s < unit.firstSnapshot + unit.snapshots; ++s) {
      for (std::size_t p = 0; p < group.size(); ++p) {
        instrument_.form(group[p].rx(), group[p].ry(), worker.waves[p], s);
      }
      carry(*kept_[s], group, s, worker, worker.waves);
      for (std::size_t p = 0; p < group.size(); ++p) finish(group[p], s, worker, worker.waves[p]);
    }
    progress.advance(static_cast<std::int64_t>(group.size()) * unit.snapshots);
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
    instrument_.form(probes[p].rx(), probes[p].ry(), waves_[p], snapshot);
  });
  const auto groups = groupsOf(probes);
  const PixelRegion region = layout_.region(record.unit.tile);
  const SlicedPotential potential = potentialOf(snapshot);
  for (int first = 0; first < instrument_.slices(); first += layout_.slicesTogether()) {
    const int last = std::min(first + layout_.slicesTogether(), instrument_.slices());
    const RegionTransmission slices = build(potential, region, first, last);
    parallelFor(static_cast<std::int64_t>(groups.size()), [&](std::int64_t task, int w) {
      const auto at = groups[task].data() - probes.data();
      carry(slices, groups[task], snapshot, workers_[w],
            std::span(waves_).subspan(at, groups[task].size()));
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
