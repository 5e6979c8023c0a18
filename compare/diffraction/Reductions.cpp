#include "compare/diffraction/Reductions.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "compare/diffraction/CameraCorrection.h"
#include "compare/diffraction/PatternSignals.h"
#include "compare/diffraction/RingSearch.h"
#include "core/maps/MapGrid.h"
#include "core/system/Error.h"
#include "core/system/Log.h"
#include "core/system/Parallel.h"
#include "core/system/Progress.h"

namespace glasscope::compare {

namespace {

void checkShape(const DatacubeShape& shape) {
  if (shape.rx < 1 || shape.ry < 1 || shape.qx < 8 || shape.qy < 8 || !(shape.qStep_invA > 0)) {
    throw Error(ErrorKind::input, "the 4-D scan cannot be reduced",
                fmt::format("its shape is {} x {} positions of {} x {} pixels of {} 1/A", shape.rx,
                            shape.ry, shape.qx, shape.qy, shape.qStep_invA),
                "reductions need patterns of at least 8 x 8 pixels with a calibrated pixel size");
  }
}

Array2<double> readPattern(const Datacube& cube, int rx, int ry) {
  const Array2<float> raw = cube.pattern(rx, ry);
  Array2<double> pattern(raw.nx(), raw.ny());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (!std::isfinite(raw[i])) {
      throw Error(ErrorKind::input, "the 4-D scan holds an intensity that is no number",
                  fmt::format("at scan position ({}, {})", rx, ry),
                  "mask or repair the dead pixels before the reduction");
    }
    pattern[i] = raw[i];
  }
  return pattern;
}

void checkRange(const char* what, double inner, double outer, const DiffractionGrid& grid) {
  if (inner >= 0 && outer > inner && outer <= grid.largestCircle_invA()) return;
  throw Error(ErrorKind::usage, fmt::format("the range of the {} is not usable", what),
              fmt::format("{:.4g} to {:.4g} 1/A, but the patterns carry 0 to {:.4g} 1/A", inner,
                          outer, grid.largestCircle_invA()),
              "choose an ascending range inside the patterns");
}

// Fills in what was left open, from the mean profile.
ReductionSettings completed(ReductionSettings s, const std::vector<double>& k,
                            const std::vector<double>& profile, const DiffractionGrid& grid) {
  const RingSearch search = findRing(k, profile);
  if (s.brightField_invA == 0) s.brightField_invA = search.discRadius_invA;
  if (s.ringOuter_invA == 0) {
    s.ringInner_invA = search.inner_invA;
    s.ringOuter_invA = search.outer_invA;
    if (!search.found) {
      logWarning(
          fmt::format("no diffuse ring stands out of the mean pattern; the range {:.3g} to "
                      "{:.3g} 1/A is used in its place",
                      search.inner_invA, search.outer_invA));
    }
  }
  if (s.darkOuter_invA == 0) {
    s.darkOuter_invA = grid.largestCircle_invA();
    s.darkInner_invA = std::min(s.ringOuter_invA, 0.9 * s.darkOuter_invA);
  }
  checkRange("virtual bright field", 0, s.brightField_invA, grid);
  checkRange("first ring", s.ringInner_invA, s.ringOuter_invA, grid);
  checkRange("virtual dark field", s.darkInner_invA, s.darkOuter_invA, grid);
  if (s.maxSymmetry < 2 || s.azimuthBins < 2 * s.maxSymmetry) {
    throw Error(ErrorKind::usage, "the angular power cannot be taken",
                fmt::format("n up to {} from {} samples", s.maxSymmetry, s.azimuthBins),
                "ask for n of at least 2 and at least 2 n samples of the azimuth");
  }
  return s;
}

// What the first reading tells: the mean pattern, and the rings of each where they are asked for.
struct FirstReading {
  Array2<double> mean;
  std::vector<std::vector<double>> rings;  // [position], rows of the scan one after the other
};

FirstReading readOnce(const Datacube& cube, const DiffractionGrid& grid, bool keepRings,
                      Progress& progress) {
  const DatacubeShape& shape = cube.shape();
  FirstReading reading{Array2<double>(shape.qx, shape.qy), {}};
  for (int rx = 0; rx < shape.rx; ++rx) {
    for (int ry = 0; ry < shape.ry; ++ry) {
      const Array2<double> pattern = readPattern(cube, rx, ry);
      for (std::size_t i = 0; i < pattern.size(); ++i) reading.mean[i] += pattern[i];
      if (keepRings) reading.rings.push_back(grid.ringMeans(pattern));
    }
    progress.advance();
  }
  for (double& value : reading.mean) value /= static_cast<double>(shape.rx) * shape.ry;
  return reading;
}

// Positions whose scattered intensity, all beyond the central disc, is near the median of the scan.
// A thicker place scatters more, and the intensity is there where no thickness map is.
std::vector<bool> ofUsualThickness(const std::vector<std::vector<double>>& rings,
                                   const DiffractionGrid& grid, const ReductionSettings& s) {
  std::vector<double> scattered;
  for (const std::vector<double>& means : rings) {
    double sum = 0;
    for (int r = 0; r < grid.rings(); ++r) {
      if (grid.ringCentre_invA(r) > s.brightField_invA) {
        sum += means[static_cast<std::size_t>(r)] * grid.pixelsOfRing(r);
      }
    }
    scattered.push_back(sum);
  }
  std::vector<double> sorted = scattered;
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::nth_element(sorted.begin(), middle, sorted.end());
  std::vector<bool> usual;
  for (const double value : scattered) {
    usual.push_back(std::abs(value - *middle) <= s.thicknessWindow * *middle);
  }
  return usual;
}

/// A signal of the table and its first map among all.
struct RunningSignal {
  std::unique_ptr<PatternSignal> signal;
  std::size_t firstMap = 0, mapCount = 0;
};

std::vector<RunningSignal> startSignals(const PatternContext& context, std::vector<Map2>& maps) {
  const MapGrid grid = MapGrid::of(context.shape);
  std::vector<RunningSignal> running;
  for (const PatternSignalRow& row : patternSignals()) {
    RunningSignal one{row.make(context), maps.size(), 0};
    for (const PatternMap& map : one.signal->maps()) {
      maps.push_back(grid.makeMap(map.name, map.unit, map.description));
    }
    one.mapCount = maps.size() - one.firstMap;
    running.push_back(std::move(one));
  }
  return running;
}

// So many patterns are in memory at once, however long the rows of a scan are.
constexpr int kPatternsAtOnce = 64;

// A part of one row of the scan, from `first` on: measured by all threads, taken in order.
void measurePart(int rx, int first, const std::vector<Array2<double>>& patterns,
                 const std::vector<bool>& usual, std::vector<RunningSignal>& running,
                 std::vector<Map2>& maps) {
  std::vector<std::vector<std::vector<double>>> measured(patterns.size());
  parallelFor(static_cast<std::int64_t>(patterns.size()), [&](std::int64_t index, int) {
    const auto place = static_cast<std::size_t>(index);
    const int ry = first + static_cast<int>(index);
    for (const RunningSignal& one : running) {
      measured[place].push_back(one.signal->measure(patterns[place]));
      for (std::size_t m = 0; m < one.mapCount; ++m) {
        maps[one.firstMap + m].values(rx, ry) = measured[place].back()[m];
      }
    }
  });
  const auto ny = static_cast<std::size_t>(maps.front().ny());
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    const int ry = first + static_cast<int>(i);
    const bool isUsual =
        usual.empty() || usual[static_cast<std::size_t>(rx) * ny + static_cast<std::size_t>(ry)];
    const PlacedPattern place{rx, ry, &patterns[i], isUsual};
    for (std::size_t s = 0; s < running.size(); ++s) {
      running[s].signal->take(place, measured[i][s]);
    }
  }
}

}  // namespace

Reductions reduce(const Datacube& cube, const ReductionSettings& settings,
                  const PatternGeometry& geometry) {
  const DatacubeShape& shape = cube.shape();
  checkShape(shape);
  Progress progress("reductions of the 4-D scan", 2L * shape.rx);
  PatternContext context{shape, DiffractionGrid(shape, geometry), {}, settings};
  const DiffractionGrid& grid = context.grid;
  FirstReading reading = readOnce(cube, grid, settings.thicknessWindow > 0, progress);
  const std::vector<double> profile = grid.ringMeans(reading.mean);
  std::vector<double> k;
  double total = 0;
  for (int r = 0; r < grid.rings(); ++r) {
    k.push_back(grid.ringCentre_invA(r));
    total += std::abs(profile[static_cast<std::size_t>(r)]);
  }
  if (!(total > 0)) {
    throw Error(ErrorKind::input, "the 4-D scan is empty", "every intensity is zero",
                "check the file and its data set");
  }
  context.meanPattern = std::move(reading.mean);
  context.settings = completed(settings, k, profile, grid);
  std::vector<bool> usual;
  if (settings.thicknessWindow > 0) usual = ofUsualThickness(reading.rings, grid, context.settings);

  Reductions result;
  std::vector<RunningSignal> running = startSignals(context, result.maps);
  for (int rx = 0; rx < shape.rx; ++rx) {
    for (int first = 0; first < shape.ry; first += kPatternsAtOnce) {
      std::vector<Array2<double>> patterns;
      for (int ry = first; ry < std::min(first + kPatternsAtOnce, shape.ry); ++ry)
        patterns.push_back(readPattern(cube, rx, ry));
      measurePart(rx, first, patterns, usual, running, result.maps);
    }
    progress.advance();
  }
  for (const RunningSignal& one : running) {
    for (Curves& curves : one.signal->curves()) result.curves.push_back(std::move(curves));
    for (Quantity& number : one.signal->numbers()) result.numbers.push_back(std::move(number));
  }
  result.meanPattern = std::move(context.meanPattern);
  result.qStep_invA = shape.qStep_invA;
  result.used = context.settings;
  correctForCamera(result);
  return result;
}

}  // namespace glasscope::compare
