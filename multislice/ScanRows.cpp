#include "multislice/ScanRows.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

#include "core/Parallel.h"

namespace glasscope::multislice {

namespace {

/// Mean and standard error of the mean, in index order.
std::array<double, 2> meanAndError(std::span<const double> values, std::size_t stride,
                                   std::size_t count) {
  double mean = 0;
  for (std::size_t s = 0; s < count; ++s) mean += values[s * stride];
  mean /= static_cast<double>(count);
  if (count < 2) return {mean, std::numeric_limits<double>::quiet_NaN()};
  double squares = 0;
  for (std::size_t s = 0; s < count; ++s) squares += std::pow(values[s * stride] - mean, 2);
  return {mean, std::sqrt(squares / static_cast<double>(count * (count - 1)))};
}

}  // namespace

ScanRows::ScanRows(const ScanInstrument& instrument, std::span<const Foil> snapshots,
                   double memory_bytes)
    : instrument_(instrument), snapshots_(snapshots), workers_(threadCount()) {
  const double each = Transmission::memory_bytes(instrument.grid(), instrument.slices());
  const double fit = std::clamp(memory_bytes / each, 1.0, static_cast<double>(snapshots.size()));
  groupSize_ = static_cast<std::size_t>(fit);
  for (Worker& worker : workers_) worker.stepper = makeWaveStepper(instrument.propagator());
}

int ScanRows::rowsPerCall() const {
  const long wanted = 8L * threadCount() * (groupSize_ < snapshots_.size() ? 32 : 1);
  return static_cast<int>(std::max(1L, wanted / instrument_.scan().ny));
}

double ScanRows::probeSeconds() const {
  double total = 0;
  for (const Worker& worker : workers_) total += worker.seconds;
  return total;
}

void ScanRows::loadGroup(std::size_t first, std::size_t count) {
  if (loaded_.size() == count && loadedFirst_ == first) return;
  loaded_.clear();
  for (std::size_t s = first; s < first + count; ++s) {
    loaded_.push_back(instrument_.transmissionOf(snapshots_[s]));
  }
  loadedFirst_ = first;
}

void ScanRows::measureGroup(std::span<const int> rows, std::size_t first, std::size_t count,
                            std::span<ScanRow> results, std::vector<double>& values,
                            Progress& progress) {
  const std::size_t ny = instrument_.scan().ny, signals = instrument_.signals();
  const std::size_t pattern = instrument_.patternSize(), all = snapshots_.size();
  const float weight = 1.0f / static_cast<float>(all);
  parallelFor(static_cast<std::int64_t>(rows.size() * ny), [&](std::int64_t task, int w) {
    const std::size_t row = task / ny, ry = task % ny;
    Worker& worker = workers_[w];
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t s = first; s < first + count; ++s) {
      const std::span<double> out(values.data() + (task * all + s) * signals, signals);
      const std::span<float> cells(results[row].patterns.data() + ry * pattern, pattern);
      instrument_.measure(rows[row], static_cast<int>(ry), loaded_[s - first], *worker.stepper,
                          worker.scratch, out, weight, cells);
    }
    worker.seconds +=
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    progress.advance(static_cast<std::int64_t>(count));
  });
  probes_ += static_cast<long>(rows.size() * ny * count);
}

void ScanRows::average(std::span<ScanRow> results, const std::vector<double>& values) const {
  const std::size_t ny = instrument_.scan().ny, signals = instrument_.signals();
  const std::size_t all = snapshots_.size();
  for (std::size_t row = 0; row < results.size(); ++row) {
    for (std::size_t ry = 0; ry < ny; ++ry) {
      const double* probe = values.data() + (row * ny + ry) * all * signals;
      for (std::size_t k = 0; k < signals; ++k) {
        const auto [mean, error] = meanAndError({probe + k, (all - 1) * signals + 1}, signals, all);
        results[row].extra.push_back(mean);
        results[row].extra.push_back(error);
      }
    }
  }
}

std::vector<ScanRow> ScanRows::compute(std::span<const int> rows, Progress& progress) {
  const std::size_t ny = instrument_.scan().ny;
  std::vector<ScanRow> results(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    results[i].rx = rows[i];
    results[i].patterns.assign(ny * instrument_.patternSize(), 0.0f);
  }
  std::vector<double> values(rows.size() * ny * snapshots_.size() * instrument_.signals());
  for (std::size_t first = 0; first < snapshots_.size(); first += groupSize_) {
    const std::size_t count = std::min(groupSize_, snapshots_.size() - first);
    loadGroup(first, count);
    measureGroup(rows, first, count, results, values, progress);
  }
  average(results, values);
  return results;
}

}  // namespace glasscope::multislice
