#include "sim/columns/DumpFrame.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

namespace glasscope::sim {

DumpFrame::DumpFrame() : time_ps(std::numeric_limits<double>::quiet_NaN()) {}

LammpsUnits dumpUnits(std::string_view word, const LineReader& at) {
  const auto style = unitStyleOf(word);
  const auto units = style ? unitsOf(*style) : std::nullopt;
  if (!units)
    at.fail(fmt::format("its unit style is '{}', in which lengths are not in angstrom", word),
            "dump it in units metal or real");
  return *units;
}

CellEdges restrictedCell(const std::array<std::array<double, 2>, 3>& bounds, const Vec3& tilt,
                         const LineReader& at) {
  const double xy = tilt[0], xz = tilt[1], yz = tilt[2];
  const Vec3 low(bounds[0][0] - std::min({0.0, xy, xz, xy + xz}), bounds[1][0] - std::min(0.0, yz),
                 bounds[2][0]);
  const Vec3 high(bounds[0][1] - std::max({0.0, xy, xz, xy + xz}), bounds[1][1] - std::max(0.0, yz),
                  bounds[2][1]);
  CellEdges cell;
  cell.matrix = (high - low).asDiagonal();
  cell.matrix(0, 1) = xy;
  cell.matrix(0, 2) = xz;
  cell.matrix(1, 2) = yz;
  cell.origin = low;
  for (int d = 0; d < 3; ++d)
    if (!(cell.matrix(d, d) > 0))
      at.fail(fmt::format("the box has the length {} along {}", cell.matrix(d, d), "xyz"[d]),
              "check the box lines of this frame");
  return cell;
}

bool isPeriodicBoundary(std::string_view word, const LineReader& at) {
  const bool known =
      !word.empty() && word.size() <= 2 && word.find_first_not_of("pfsm") == std::string_view::npos;
  if (!known)
    at.fail(fmt::format("the boundary '{}' is none of p, f, s and m", word),
            "correct the line, for example: ITEM: BOX BOUNDS pp pp ff");
  return word.front() == 'p';
}

}  // namespace glasscope::sim
