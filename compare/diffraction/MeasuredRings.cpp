#include "compare/diffraction/MeasuredRings.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "core/formats/TextTable.h"
#include "core/math/Constants.h"
#include "core/system/Error.h"
#include "core/system/Interrupt.h"

namespace glasscope::compare {

namespace {

[[noreturn]] void refuse(const std::string& problem, const std::string& why,
                         const std::string& remedy) {
  throw Error(ErrorKind::input, problem, why, remedy);
}

/// Distance from the centre to the nearest edge of the pattern, in pixels.
double reachOf(const Array2<double>& pattern, const Vec2& centre) {
  return std::min(
      {centre.x(), centre.y(), pattern.nx() - 1 - centre.x(), pattern.ny() - 1 - centre.y()});
}

/// Sums over the pixels of a ring.
struct Ring {
  double pixels = 0, radius = 0, sum = 0, squares = 0;
};

/// Rings about a centre, out to `reach` pixels.
std::vector<Ring> ringsAbout(const Array2<double>& pattern, const Vec2& centre, double reach) {
  std::vector<Ring> rings(static_cast<std::size_t>(reach + 0.5));
  for (int x = 0; x < pattern.nx(); ++x) {
    for (int y = 0; y < pattern.ny(); ++y) {
      const double r = std::hypot(x - centre.x(), y - centre.y()), value = pattern(x, y);
      const auto ring = static_cast<std::size_t>(std::lround(r));
      if (ring >= rings.size() || !std::isfinite(value)) continue;
      rings[ring].pixels += 1;
      rings[ring].radius += r;
      rings[ring].sum += value;
      rings[ring].squares += value * value;
    }
  }
  return rings;
}

/// Mean over the rings of the relative variance; large where a pattern is not round.
double unevenness(const Array2<double>& pattern, const Vec2& centre, double reach) {
  double sum = 0, rings = 0;
  for (const Ring& ring : ringsAbout(pattern, centre, reach)) {
    // The edge of the incident beam is steep within a ring, whatever the centre.
    if (ring.radius < reach / 6 * ring.pixels || ring.sum <= 0) continue;
    const double mean = ring.sum / ring.pixels;
    sum += ring.squares / ring.pixels / (mean * mean) - 1;
    rings += 1;
  }
  return rings > 0 ? sum / rings : HUGE_VAL;
}

/// A name of the column of radii, and the factor from its numbers to 1/d in 1/angstrom.
struct RadiusColumn {
  std::string_view name;
  double factor;
};
constexpr std::array kRadiusColumns = {RadiusColumn{"k_invA", 1}, RadiusColumn{"k_per_nm", 0.1},
                                       RadiusColumn{"Q_invA", 1 / (2 * constants::kPi)},
                                       RadiusColumn{"Q_per_nm", 0.1 / (2 * constants::kPi)}};

/// That factor; 0 when it is no such column.
double factorOf(std::string_view column) {
  const auto* found = std::ranges::find(kRadiusColumns, column, &RadiusColumn::name);
  return found == kRadiusColumns.end() ? 0 : found->factor;
}

struct Columns {
  std::size_t k = 0, intensity = 0;
  double factor = 0;
};

Columns columnsOf(const TextTable& table) {
  const std::vector<std::string>& names = table.names();
  Columns columns{0, names.size(), 0};
  for (std::size_t i = names.size(); i-- > 0;) {
    if (factorOf(names[i]) > 0) {
      columns.k = i;
      columns.factor = factorOf(names[i]);
    } else if (names[i] == "I" || names[i].starts_with("intensity")) {
      columns.intensity = i;
    }
  }
  if (columns.factor == 0 || columns.intensity == names.size())
    table.refuse("its head names no column k_invA, k_per_nm, Q_invA or Q_per_nm, or no intensity");
  return columns;
}

}  // namespace

Array2<double> meanPattern(const Datacube& cube) {
  const DatacubeShape& shape = cube.shape();
  Array2<double> mean(shape.qx, shape.qy);
  for (int rx = 0; rx < shape.rx; ++rx) {
    throwIfInterrupted();
    for (int ry = 0; ry < shape.ry; ++ry) {
      const Array2<float> one = cube.pattern(rx, ry);
      for (std::size_t i = 0; i < mean.size(); ++i) mean[i] += one[i];
    }
  }
  const double count = static_cast<double>(shape.rx) * shape.ry;
  for (double& value : mean) value /= count;
  return mean;
}

Vec2 ringCentre(const Array2<double>& pattern) {
  // Rings of one size at every trial: those that stay inside all of them.
  const int side = std::min(pattern.nx(), pattern.ny());
  const double reach = 0.375 * side;
  const Vec2 middle(pattern.nx() / 2, pattern.ny() / 2);
  Vec2 best = middle;
  double least = unevenness(pattern, best, reach);
  for (double step = std::max(1, side / 32); step >= 1.0 / 64;) {
    throwIfInterrupted();
    const Vec2 from = best;
    for (const Vec2& way : {Vec2(1, 0), Vec2(-1, 0), Vec2(0, 1), Vec2(0, -1)}) {
      const Vec2 trial = from + step * way;
      if ((trial - middle).cwiseAbs().maxCoeff() > 0.125 * side) continue;
      const double here = unevenness(pattern, trial, reach);
      if (here < least) {
        least = here;
        best = trial;
      }
    }
    if (best == from) step /= 2;
  }
  return best;
}

Rings ringsOf(const Array2<double>& pattern, double step_invA, const Vec2& centre_pixels) {
  if (!(step_invA > 0)) {
    refuse("the diffraction pattern is not calibrated",
           "its axes have no unit of reciprocal length (1/angstrom or 1/nm)",
           "calibrate it first (in py4DSTEM: Q_pixel_size and Q_pixel_units)");
  }
  const double reach = reachOf(pattern, centre_pixels);
  if (!(reach >= 1)) {
    throw Error(ErrorKind::usage, "there are no whole rings about that centre",
                fmt::format("({:g}, {:g}) is not inside a pattern of {} x {} pixels",
                            centre_pixels.x(), centre_pixels.y(), pattern.nx(), pattern.ny()),
                "give the pixel of the zero frequency, counted from (0, 0)");
  }
  Rings rings;
  for (const Ring& ring : ringsAbout(pattern, centre_pixels, reach)) {
    if (ring.pixels == 0) continue;
    rings.k_invA.push_back(step_invA * ring.radius / ring.pixels);
    rings.intensity.push_back(ring.sum / ring.pixels);
  }
  if (rings.k_invA.empty()) {
    refuse("the diffraction pattern holds nothing", "no pixel is finite", "check the file");
  }
  return rings;
}

Rings readRings(const std::filesystem::path& path) {
  const TextTable table(
      path,
      {"measured rings", "name the columns, e.g. \"k_invA,intensity\" (k is 1/d, Q is 2 pi/d)"});
  const Columns columns = columnsOf(table);
  Rings rings{table.numbers(columns.k), table.numbers(columns.intensity)};
  for (double& k : rings.k_invA) k *= columns.factor;
  for (std::size_t row = 1; row < table.rows(); ++row)
    if (!(rings.k_invA[row] > rings.k_invA[row - 1]))
      table.refuse(row, "k does not rise from line to line: sort them");
  return rings;
}

}  // namespace glasscope::compare
