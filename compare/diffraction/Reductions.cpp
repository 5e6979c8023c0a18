#include "compare/diffraction/Reductions.h"

#include <cmath>

#include <fmt/format.h>

#include "compare/diffraction/AngularCorrelation.h"
#include "compare/diffraction/Fluctuation.h"
#include "compare/diffraction/RingSearch.h"
#include "compare/diffraction/RingStrain.h"
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

// The maps in the order in which `values` fills them.
std::vector<Map2> emptyMaps(const MapGrid& grid, const ReductionSettings& s) {
  const std::string ring = fmt::format("{:.3g} to {:.3g} 1/A", s.ringInner_invA, s.ringOuter_invA);
  std::vector<Map2> maps;
  const auto add = [&](std::string name, std::string unit, std::string text) {
    maps.push_back(grid.makeMap(std::move(name), std::move(unit), std::move(text)));
  };
  add("virtual_bright_field", "1", fmt::format("Intensity inside {:.3g} 1/A.", s.brightField_invA));
  add("virtual_dark_field", "1",
      fmt::format("Intensity from {:.3g} to {:.3g} 1/A.", s.darkInner_invA, s.darkOuter_invA));
  add("first_ring_intensity", "1", "Intensity of the first diffuse ring, " + ring + ".");
  add("com_x", "1/angstrom", "Centre of mass of the pattern along x.");
  add("com_y", "1/angstrom", "Centre of mass of the pattern along y.");
  add("com_magnitude", "1/angstrom", "Distance of the centre of mass from the zero frequency.");
  add("annular_variance", "1",
      "Normalised variance over the azimuth, mean over the rings of " + ring + ".");
  for (int n = 2; n <= s.maxSymmetry; ++n) {
    add(fmt::format("symmetry_{}", n), "1",
        fmt::format("Angular power P_{} of the first ring, {} (C = sum of P_n cos n D).", n, ring));
  }
  add("first_ring_position", "1/angstrom", "Radius of the first diffuse ring.");
  add("first_ring_exx", "1", "Strain along x from the first ring, relative to the mean ring.");
  add("first_ring_eyy", "1", "Strain along y from the first ring, relative to the mean ring.");
  add("first_ring_exy", "1", "Shear strain from the first ring, relative to the mean ring.");
  return maps;
}

// Everything that one pattern gives, in the order of emptyMaps; the angular power comes back whole.
std::vector<double> values(const Array2<double>& pattern, const DiffractionGrid& grid,
                           const RingStrain& strain, const ReductionSettings& s,
                           std::vector<double>& power) {
  double bright = 0, dark = 0, ring = 0, sum = 0, sumX = 0, sumY = 0;
  for (int x = 0; x < pattern.nx(); ++x) {
    for (int y = 0; y < pattern.ny(); ++y) {
      const std::size_t i = static_cast<std::size_t>(x) * pattern.ny() + y;
      const double k = grid.k(i), value = pattern[i];
      if (k > grid.largestCircle_invA()) continue;
      if (k <= s.brightField_invA) bright += value;
      if (k >= s.darkInner_invA && k < s.darkOuter_invA) dark += value;
      if (k >= s.ringInner_invA && k < s.ringOuter_invA) ring += value;
      sum += value;
      sumX += value * grid.kx(x);
      sumY += value * grid.ky(y);
    }
  }
  const double comX = sumX / sum, comY = sumY / sum;
  const std::vector<double> variance = Fluctuation::annularVariance(pattern, grid);
  double annular = 0, rings = 0;
  for (int r = 0; r < grid.rings(); ++r) {
    const double k = grid.ringCentre_invA(r);
    if (k < s.ringInner_invA || k > s.ringOuter_invA) continue;
    annular += variance[static_cast<std::size_t>(r)];
    rings += 1;
  }
  power = angularPower(angularCorrelation(ringIntensity(pattern, grid, s.ringInner_invA,
                                                        s.ringOuter_invA, s.azimuthBins)),
                       s.maxSymmetry);
  const Strain2 e = strain.fit(pattern);
  std::vector<double> result{bright,         dark, ring, comX, comY, std::hypot(comX, comY),
                             annular / rings};
  result.insert(result.end(), power.begin() + 2, power.end());
  result.push_back(strain.referenceRadius_invA() / (1 + 0.5 * (e.xx + e.yy)));
  result.insert(result.end(), {e.xx, e.yy, e.xy});
  return result;
}

}  // namespace

Reductions reduce(const Datacube& cube, const ReductionSettings& settings) {
  const DatacubeShape& shape = cube.shape();
  checkShape(shape);
  const DiffractionGrid grid(shape);
  Progress progress("reductions of the 4-D scan", 2L * shape.rx);
  Fluctuation fluctuation(grid);
  for (int rx = 0; rx < shape.rx; ++rx) {
    for (int ry = 0; ry < shape.ry; ++ry) fluctuation.add(readPattern(cube, rx, ry));
    progress.advance();
  }
  Reductions result;
  result.meanPattern = fluctuation.meanPattern();
  result.qStep_invA = shape.qStep_invA;
  result.profile = grid.ringMeans(result.meanPattern);
  for (int r = 0; r < grid.rings(); ++r) result.profileK_invA.push_back(grid.ringCentre_invA(r));
  double total = 0;
  for (const double value : result.profile) total += std::abs(value);
  if (!(total > 0)) {
    throw Error(ErrorKind::input, "the 4-D scan is empty", "every intensity is zero",
                "check the file and its data set");
  }
  result.fluctuation = fluctuation.curves(settings.counts);
  result.used = completed(settings, result.profileK_invA, result.profile, grid);

  const RingStrain strain(grid, result.meanPattern, result.used.ringInner_invA,
                          result.used.ringOuter_invA);
  result.maps = emptyMaps(MapGrid::of(shape), result.used);
  result.symmetryPower.assign(static_cast<std::size_t>(result.used.maxSymmetry) + 1, 0);
  std::vector<Array2<double>> patterns(static_cast<std::size_t>(shape.ry));
  std::vector<std::vector<double>> powers(patterns.size());
  for (int rx = 0; rx < shape.rx; ++rx) {
    for (int ry = 0; ry < shape.ry; ++ry) patterns[ry] = readPattern(cube, rx, ry);
    parallelFor(shape.ry, [&](std::int64_t row, int) {
      const auto ry = static_cast<std::size_t>(row);
      const std::vector<double> found = values(patterns[ry], grid, strain, result.used, powers[ry]);
      for (std::size_t m = 0; m < found.size(); ++m) {
        result.maps[m].values(rx, static_cast<int>(row)) = found[m];
      }
    });
    for (const std::vector<double>& power : powers) {
      for (std::size_t n = 0; n < power.size(); ++n) {
        if (std::isfinite(power[n])) {
          result.symmetryPower[n] += power[n] / (static_cast<double>(shape.rx) * shape.ry);
        }
      }
    }
    progress.advance();
  }
  return result;
}

}  // namespace glasscope::compare
