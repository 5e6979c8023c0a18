#include "compare/measured/ImportAxes.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/math/Units.h"
#include "core/system/Error.h"

namespace glasscope::compare {

namespace {

std::string describe(const MeasuredArray& array) {
  std::vector<std::string> axes;
  for (const MeasuredAxis& axis : array.axes)
    axes.push_back(fmt::format("{}{}{}", axis.size, axis.name.empty() ? "" : " " + axis.name,
                               axis.unit.empty() ? "" : " in " + axis.unit));
  return fmt::format("{} [{}]", array.path, fmt::join(axes, ", "));
}

bool isAngle(const std::string& unit) {
  return unit == "mrad" || unit == "rad" || unit == "mradian";
}

enum class Space { unknown, real, reciprocal };

Space spaceOf(const MeasuredAxis& axis) {
  if (unitFactor(axis.unit, Dimension::length)) return Space::real;
  if (unitFactor(axis.unit, Dimension::reciprocalLength) || isAngle(axis.unit))
    return Space::reciprocal;
  return Space::unknown;
}

// Frames, scan positions or nothing before the two axes of an image.
void nameLeading(std::vector<AxisRole>& roles, const MeasuredArray& array, bool patterns) {
  const std::size_t leading = roles.size() - 2;
  if (leading == 1) {
    if (roles[0] == AxisRole::unknown)
      roles[0] = patterns && spaceOf(array.axes[0]) == Space::real ? AxisRole::x : AxisRole::frame;
  } else if (leading == 2 && patterns) {
    const bool known =
        spaceOf(array.axes[0]) == Space::real && spaceOf(array.axes[1]) == Space::real;
    if (!known) return;
    if (roles[0] == AxisRole::unknown) roles[0] = AxisRole::x;
    if (roles[1] == AxisRole::unknown) roles[1] = AxisRole::y;
  }
}

// By units, where the reader of the format knew no names.
std::vector<AxisRole> rolesByUnit(const MeasuredArray& array) {
  std::vector<AxisRole> roles;
  for (const MeasuredAxis& axis : array.axes) roles.push_back(axis.role);
  std::vector<std::size_t> open;  // axes that may be those of an image
  for (std::size_t d = 0; d < roles.size(); ++d)
    if (roles[d] == AxisRole::unknown) open.push_back(d);
  if (open.size() < 2 ||
      open.size() != roles.size() - static_cast<std::size_t>(
                                        std::count(roles.begin(), roles.end(), AxisRole::frame)))
    return roles;
  const std::size_t a = open[open.size() - 2], b = open.back();
  const Space space = spaceOf(array.axes[a]);
  if (space == Space::unknown || space != spaceOf(array.axes[b])) return roles;
  roles[a] = space == Space::real ? AxisRole::x : AxisRole::qx;
  roles[b] = space == Space::real ? AxisRole::y : AxisRole::qy;
  if (b + 1 == roles.size() && a + 2 == roles.size())
    nameLeading(roles, array, space == Space::reciprocal);
  return roles;
}

}  // namespace

std::size_t chooseArray(const MeasuredFile& file, const std::filesystem::path& path,
                        const std::string& dataset) {
  const std::vector<MeasuredArray>& arrays = file.arrays();
  if (dataset.empty() && arrays.size() == 1) return 0;
  for (std::size_t i = 0; i < arrays.size(); ++i)
    if (!dataset.empty() && (arrays[i].path == dataset || arrays[i].path == "/" + dataset ||
                             std::to_string(i) == dataset))
      return i;
  std::vector<std::string> known;
  constexpr std::size_t kMost = 20;
  for (std::size_t i = 0; i < std::min(arrays.size(), kMost); ++i)
    known.push_back(fmt::format("{}: {}", i, describe(arrays[i])));
  throw Error(
      ErrorKind::usage,
      dataset.empty() ? fmt::format("'{}' holds {} arrays", path.string(), arrays.size())
                      : fmt::format("'{}' holds no array '{}'", path.string(), dataset),
      fmt::format("they are {}{}", fmt::join(known, "; "), arrays.size() > kMost ? "; ..." : ""),
      "say which one with --dataset=PATH, or by its number");
}

std::vector<AxisRole> rolesOf(const MeasuredArray& array, const std::filesystem::path& path,
                              const std::vector<AxisRole>& given) {
  if (!given.empty()) {
    if (given.size() != array.axes.size())
      throw Error(ErrorKind::usage, fmt::format("--axes names {} axes", given.size()),
                  fmt::format("the array has {}: {}", array.axes.size(), describe(array)),
                  "name each axis in the order of the file, e.g. --axes=x,y,qx,qy");
    for (const AxisRole role : given)
      if (role == AxisRole::unknown || std::count(given.begin(), given.end(), role) > 1)
        throw Error(ErrorKind::usage,
                    fmt::format("--axes names '{}' more than once, or not", textOf(role)),
                    "every axis runs over something of its own",
                    "name each axis in the order of the file, e.g. --axes=x,y,qx,qy");
    return given;
  }
  const std::vector<AxisRole> roles = rolesByUnit(array);
  if (std::find(roles.begin(), roles.end(), AxisRole::unknown) == roles.end()) return roles;
  throw Error(ErrorKind::usage, fmt::format("'{}' does not tell what its axes are", path.string()),
              fmt::format("the array is {}", describe(array)),
              "name each in the order of the file: --axes=x,y (an image), qx,qy (a pattern), "
              "frame,x,y, frame,qx,qy, x,y,qx,qy (a 4-D scan) or k (rings)");
}

}  // namespace glasscope::compare
