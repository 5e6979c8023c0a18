#include "multislice/tiles/ScanLayout.h"

#include <algorithm>
#include <cmath>
#include <complex>

#include "core/system/Parallel.h"
#include "multislice/potentials/RegionBuilder.h"
#include "multislice/propagation/WaveStepper.h"

namespace glasscope::multislice {

namespace {

// Messages and threads are kept busy by tiles of about this many positions where potentials are
// kept.
constexpr int kKeptTile = 16;
constexpr int kSlicesTogether = 16;
// Patterns of the rows of a tile are held until the rows are complete.
constexpr double kPatterns_bytes = 512e6;
// Building a pixel of a slice costs about as much as carrying this many pixels of waves through it.
constexpr double kBuilding = 10;
// Memory is not spent on tiles that are faster by less than this.
constexpr double kWorthwhile = 0.05;

/// 1, 2, 3, 4, 6, 8, 12, ... and the limit itself.
std::vector<int> trials(int limit) {
  std::vector<int> values;
  for (int v = 1; v < limit; v *= 2) {
    values.push_back(v);
    if (v > 1 && v * 3 / 2 < limit) values.push_back(v * 3 / 2);
  }
  values.push_back(limit);
  return values;
}

/// Parts of nearly equal size, none above `most`.
int evenly(int count, int most) {
  const int parts = (count + most - 1) / most;
  return (count + parts - 1) / parts;
}

}  // namespace

ScanLayout::ScanLayout(const ScanJob& job, const Foil& foil, int snapshots)
    : windows_(job, foil),
      scan_(job.scan),
      slices_(sliceStackOf(job, foil, 0, snapshots).count()),
      snapshots_(snapshots),
      finer_(job.microscope.potentialOversampling),
      budget_bytes_(1e9 * job.potential_memory_GB) {
  scan_.requireInside(foil);
  covered_ = region({0, scan_.nx, 0, scan_.ny});
  largest_ = covered_;
  slicesTogether_ = slices_;
  const double all = snapshots * RegionTransmission::memory_bytes(covered_, slices_);
  // Matrices need the slices of a snapshot once, and probes by rows.
  kept_ = all <= budget_bytes_ || job.microscope.method == WaveMethod::scatteringMatrix;
  if (kept_) {
    tileColumns_ = evenly(scan_.ny, kKeptTile);
    return;
  }
  const DatacubeShape cube = cubeShape(job, foil);
  chooseTiles(static_cast<double>(cube.ry) * cube.qx * cube.qy * sizeof(float));
}

PixelRegion ScanLayout::region(const ScanTile& tile) const {
  PixelRegion all;
  // The corners of a raster reach as far as all of it.
  const int stepX = scan_.isList() ? 1 : std::max(1, tile.rx1 - 1 - tile.rx0);
  const int stepY = scan_.isList() ? 1 : std::max(1, tile.ry1 - 1 - tile.ry0);
  for (int rx = tile.rx0; rx < tile.rx1; rx += stepX) {
    for (int ry = tile.ry0; ry < tile.ry1; ry += stepY) {
      all = all.joined(windows_.region(scan_.position(rx, ry)));
    }
  }
  return all;
}

std::vector<ScanTile> ScanLayout::tilesOfBand(int band) const {
  std::vector<ScanTile> tiles;
  const int rx0 = band * tileRows_, rx1 = std::min(rx0 + tileRows_, scan_.nx);
  for (int ry = 0; ry < scan_.ny; ry += tileColumns_) {
    tiles.push_back({rx0, rx1, ry, std::min(ry + tileColumns_, scan_.ny)});
  }
  return tiles;
}

PixelRegion ScanLayout::largestRegion(int rows, int columns) const {
  PixelRegion most;
  for (int rx = 0; rx < scan_.nx; rx += rows) {
    for (int ry = 0; ry < scan_.ny; ry += columns) {
      const PixelRegion one =
          region({rx, std::min(rx + rows, scan_.nx), ry, std::min(ry + columns, scan_.ny)});
      most.ni = std::max(most.ni, one.ni);
      most.nj = std::max(most.nj, one.nj);
    }
  }
  return most;
}

// Slices may take half of the memory, and waves what slices leave.
double ScanLayout::sliceBudget_bytes(const PixelRegion& region) const {
  return std::min(budget_bytes_ / 2,
                  RegionTransmission::memory_bytes(region, std::min(slices_, kSlicesTogether)));
}

// Of a tile, in pixels of its waves and for each of these: building its slices and carrying them.
double ScanLayout::costOf(const PixelRegion& region, double positions) const {
  const Grid& p = windows_.lattice();
  const double margin = 2 * RegionBuilder::kMargin_A;
  const double built = std::min<double>(region.ni + margin / p.dx_A(), p.nx()) *
                       std::min<double>(region.nj + margin / p.dy_A(), p.ny());
  const double cost = kBuilding * finer_ * finer_ * built / positions +
                      static_cast<double>(windows_.grid().pixels());
  // A region that leaves no room for two slices is a last resort.
  return RegionTransmission::memory_bytes(region, 2) > budget_bytes_ / 2 ? 1e6 * cost : cost;
}

void ScanLayout::chooseTiles(double patternRow_bytes) {
  struct Choice {
    int rows, columns;
    double cost;
  };
  const double wave_bytes =
      static_cast<double>(windows_.grid().pixels()) * sizeof(std::complex<float>);
  const long rows = std::max(1L, static_cast<long>(kPatterns_bytes / patternRow_bytes));
  std::vector<Choice> choices;
  double least = HUGE_VAL;
  for (int a : trials(static_cast<int>(std::min<long>(rows, scan_.nx)))) {
    for (int b : trials(scan_.ny)) {
      const double positions = static_cast<double>(a) * b;
      if (positions > 1 && positions * wave_bytes > budget_bytes_) break;
      const PixelRegion r = largestRegion(a, b);
      if (positions > 1 && positions * wave_bytes > budget_bytes_ - sliceBudget_bytes(r)) break;
      choices.push_back({a, b, costOf(r, positions)});
      least = std::min(least, choices.back().cost);
    }
  }
  const Choice* best = nullptr;
  for (const Choice& one : choices) {
    if (one.cost > (1 + kWorthwhile) * least) continue;
    if (!best || one.rows * one.columns < best->rows * best->columns) best = &one;
  }
  tileRows_ = best->rows;
  tileColumns_ = evenly(scan_.ny, best->columns);
  largest_ = largestRegion(tileRows_, tileColumns_);
  const double slice_bytes = RegionTransmission::memory_bytes(largest_, 1);
  slicesTogether_ = static_cast<int>(
      std::clamp(budget_bytes_ / 2 / slice_bytes, 1.0,
                 static_cast<double>(std::min(slices_, std::max(kSlicesTogether, threadCount())))));
}

double ScanLayout::potential_bytes() const {
  return kept_ ? snapshots_ * RegionTransmission::memory_bytes(largest_, slices_)
               : RegionTransmission::memory_bytes(largest_, slicesTogether_);
}

double ScanLayout::wave_bytes() const {
  // A thread carries waves together, and its stepper keeps them in a layout of its own.
  const double carried = threadCount() * WaveStepper::kTogether;
  const double waves = kept_ ? carried : static_cast<double>(tileRows_) * tileColumns_;
  return (waves + carried) * static_cast<double>(windows_.grid().pixels()) *
         sizeof(std::complex<float>);
}

double ScanLayout::building_bytes() const {
  return threadCount() * RegionBuilder::scratch_bytes(windows_.lattice(), largest_, finer_);
}

}  // namespace glasscope::multislice
