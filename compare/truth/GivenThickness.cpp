#include "compare/truth/GivenThickness.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/formats/Emd.h"
#include "core/math/Units.h"
#include "core/system/Error.h"

namespace glasscope::compare {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kLeastCovered = 0.5;

Map2 chosenMap(const std::filesystem::path& file, const std::string& name,
               const Calibration& calibration) {
  std::vector<std::string> names;
  std::vector<Map2> maps = readEmdMaps(file, calibration);
  for (Map2& map : maps) {
    if (map.name == name || (name.empty() && maps.size() == 1)) return std::move(map);
    names.push_back(map.name);
  }
  throw Error(ErrorKind::usage,
              fmt::format("It is not clear which map of '{}' is the thickness", file.string()),
              fmt::format("it holds {}", fmt::join(names, ", ")),
              "name it with compare.thickness_map or --thickness_map");
}

// A thickness over the mean free path of inelastic scattering, as EELS gives it.
bool isInMeanFreePaths(const std::string& unit) {
  static const std::vector<std::string> kWords = {"1", "t/lambda"};
  return std::find(kWords.begin(), kWords.end(), unit) != kWords.end();
}

void scaleToAngstrom(Map2& map, const std::filesystem::path& file) {
  const bool paths = isInMeanFreePaths(map.unit);
  const std::optional<double> length = paths ? 1.0 : unitFactor(map.unit, Dimension::length);
  if (!length)
    throw Error(ErrorKind::usage, fmt::format("'{}' is no thickness", file.string()),
                fmt::format("the unit of '{}' is '{}'", map.name, map.unit),
                "give a map in a unit of length, or in mean free paths (unit 1)");
  for (double& value : map.values.span()) {
    if (!std::isfinite(value)) value = kNaN;
    if (value < 0)
      throw Error(ErrorKind::input, fmt::format("'{}' is no thickness", file.string()),
                  fmt::format("'{}' holds the negative value {:g}", map.name, value),
                  "mask such pixels (NaN), or subtract the right background");
    value *= *length;
  }
  map.unit = paths ? "1" : "angstrom";
}

// Bilinear between the centres of pixels and as far as half a pixel beyond the outermost; NaN
// outside and where a pixel that is needed tells nothing.
double valueAt(const Map2& map, const Vec2& position_A) {
  double result = 0;
  const Vec2 place = (position_A - map.origin_A).cwiseQuotient(map.pixel_A);
  const int size[2] = {map.nx(), map.ny()};
  int first[2];
  double weight[2] = {};
  constexpr double kRounding = 1e-9;
  for (const int d : {0, 1}) {
    const double last = size[d] - 1;
    if (place[d] < -0.5 - kRounding || place[d] > last + 0.5 + kRounding) return kNaN;
    const double inside = std::clamp(place[d], 0.0, last);
    first[d] = std::min(static_cast<int>(inside), std::max(0, size[d] - 2));
    weight[d] = inside - first[d];
  }
  for (const int x : {0, 1}) {
    for (const int y : {0, 1}) {
      const double share =
          (x == 1 ? weight[0] : 1 - weight[0]) * (y == 1 ? weight[1] : 1 - weight[1]);
      if (share < kRounding) continue;
      result += share * map.values(first[0] + x, first[1] + y);
    }
  }
  return result;
}

// Mean over the step about a position, of as many points as the finer map has there. At the edge of
// the map it is of those that lie in it; the position itself has to.
double meanAbout(const Map2& map, const Vec2& position_A, const Vec2& step_A) {
  if (!std::isfinite(valueAt(map, position_A))) return kNaN;
  const int nx = std::max(1, static_cast<int>(std::lround(step_A.x() / map.pixel_A.x())));
  const int ny = std::max(1, static_cast<int>(std::lround(step_A.y() / map.pixel_A.y())));
  double sum = 0, count = 0;
  for (int x = 0; x < nx; ++x) {
    for (int y = 0; y < ny; ++y) {
      const Vec2 off((x + 0.5) / nx - 0.5, (y + 0.5) / ny - 0.5);
      const double value = valueAt(map, position_A + off.cwiseProduct(step_A));
      if (!std::isfinite(value)) continue;
      sum += value;
      count += 1;
    }
  }
  return count > 0 ? sum / count : kNaN;
}

}  // namespace

Map2 readThickness(const std::filesystem::path& file, const std::string& name,
                   const Calibration& calibration) {
  Map2 given = chosenMap(file, name, calibration);
  if (!given.pixel_A.allFinite())
    throw Error(ErrorKind::usage,
                fmt::format("'{}' does not tell the size of its pixels", file.string()),
                "a thickness is laid over other maps by positions", "import it with --pixel_A");
  scaleToAngstrom(given, file);
  return given;
}

GivenThickness givenThickness(const std::filesystem::path& file, const std::string& name,
                              const MapGrid& grid, const Calibration& calibration) {
  const Map2 given = readThickness(file, name, calibration);
  GivenThickness result;
  result.map = grid.makeMap("given_thickness", given.unit, "");
  double low = kNaN, high = kNaN, covered = 0;
  for (int x = 0; x < grid.nx; ++x) {
    for (int y = 0; y < grid.ny; ++y) {
      const Vec2 position = grid.origin_A + Vec2(x, y).cwiseProduct(grid.step_A);
      const double value = meanAbout(given, position, grid.step_A);
      result.map.values(x, y) = value;
      if (!std::isfinite(value)) continue;
      low = std::isnan(low) ? value : std::min(low, value);
      high = std::isnan(high) ? value : std::max(high, value);
      covered += 1;
    }
  }
  result.covered = covered / (static_cast<double>(grid.nx) * grid.ny);
  const Vec2 end =
      given.origin_A + Vec2(given.nx() - 1, given.ny() - 1).cwiseProduct(given.pixel_A);
  if (result.covered < kLeastCovered)
    throw Error(
        ErrorKind::usage, fmt::format("'{}' lies elsewhere", file.string()),
        fmt::format("it tells the thickness of {:.0f} % of the positions: its pixels reach from "
                    "({:g}, {:g}) to ({:g}, {:g}) angstrom, the positions from ({:g}, {:g}) on",
                    100 * result.covered, given.origin_A.x(), given.origin_A.y(), end.x(), end.y(),
                    grid.origin_A.x(), grid.origin_A.y()),
        "give a map of the same area, with its origin and its pixel size");
  result.text = fmt::format(
      "thickness of '{}' ({}): {:.4g} to {:.4g} {}, pixels of {:g} x {:g} angstrom on steps of "
      "{:g} x "
      "{:g}, {:.0f} % of the positions; it lies where its file says, nothing was registered",
      file.filename().string(), given.name, low, high,
      isInMeanFreePaths(given.unit) ? "mean free paths" : given.unit, given.pixel_A.x(),
      given.pixel_A.y(), grid.step_A.x(), grid.step_A.y(), 100 * result.covered);
  result.map.description = "Measured thickness that was given, laid by the positions in its file.";
  return result;
}

}  // namespace glasscope::compare
