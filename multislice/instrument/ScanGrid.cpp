#include "multislice/instrument/ScanGrid.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "core/math/Constants.h"
#include "core/system/Error.h"

namespace glasscope::multislice {

namespace {

[[noreturn]] void refuse(const std::string& problem, const std::string& why,
                         const std::string& remedy) {
  throw Error(ErrorKind::usage, problem, why, remedy);
}

}  // namespace

ScanGrid ScanGrid::covering(const Foil& foil, double step_A) {
  if (!(step_A > 0)) {
    refuse(fmt::format("a scan step of {} angstrom cannot be used", step_A),
           "it has to be positive", "give step_A in angstrom");
  }
  const auto count = [&](double length_A) {
    return std::max(1, static_cast<int>(std::ceil(length_A / step_A * (1 - 1e-9))));
  };
  return covering(foil, count(foil.extent_A().x()), count(foil.extent_A().y()));
}

ScanGrid ScanGrid::covering(const Foil& foil, int nx, int ny) {
  ScanGrid scan;
  scan.nx = nx;
  scan.ny = ny;
  if (nx < 1 || ny < 1) {
    refuse(fmt::format("a scan of {} x {} positions is empty", nx, ny), "at least one is needed",
           "give the number of positions along x and y");
  }
  scan.step_A = {foil.extent_A().x() / nx, foil.extent_A().y() / ny};
  scan.periodic = foil.isPeriodic();
  return scan;
}

ScanGrid ScanGrid::over(const Vec2& corner_A, const Vec2& size_A, int nx, int ny, double step_A,
                        double rotation_deg) {
  const auto stepsOf = [step_A](double length_A) {
    return std::max(1, static_cast<int>(std::ceil(length_A / step_A)));
  };
  ScanGrid grid;
  grid.nx = nx > 0 ? nx : stepsOf(size_A.x());
  grid.ny = ny > 0 ? ny : stepsOf(size_A.y());
  grid.origin_A = corner_A;
  grid.step_A = {size_A.x() / grid.nx, size_A.y() / grid.ny};
  if (rotation_deg != 0) {
    // Turned about the middle of the raster: the first position moves around it.
    const Vec2 middle =
        corner_A + 0.5 * Vec2((grid.nx - 1) * grid.step_A.x(), (grid.ny - 1) * grid.step_A.y());
    grid.rotation_deg = rotation_deg;
    grid.origin_A =
        middle - 0.5 * ((grid.nx - 1) * grid.stepAlong_A(0) + (grid.ny - 1) * grid.stepAlong_A(1));
  }
  return grid;
}

ScanGrid ScanGrid::line(const Vec2& from_A, const Vec2& to_A, double step_A) {
  const int steps = static_cast<int>(std::ceil((to_A - from_A).norm() / step_A * (1 - 1e-9)));
  return line(from_A, to_A, steps + 1);
}

ScanGrid ScanGrid::line(const Vec2& from_A, const Vec2& to_A, int count) {
  const Vec2 along = to_A - from_A;
  if (count < 2 || !(along.norm() > 0) || !along.allFinite()) {
    refuse(fmt::format("a line of {} positions over {:.5g} angstrom cannot be scanned", count,
                       along.norm()),
           "it needs two positions and a length", "give two ends that differ, and a number");
  }
  ScanGrid scan;
  scan.nx = count;
  scan.ny = 1;
  scan.origin_A = from_A;
  scan.step_A.setConstant(along.norm() / (count - 1));
  scan.rotation_deg = std::atan2(along.y(), along.x()) * 180 / constants::kPi;
  return scan;
}

ScanGrid ScanGrid::list(std::vector<Vec2> positions_A) {
  ScanGrid scan;
  for (const Vec2& position : positions_A) {
    if (position.allFinite()) continue;
    refuse("a position of the scan is not finite", "it has to lie in the foil", "correct the list");
  }
  if (positions_A.empty()) {
    refuse("the list of scan positions is empty", "at least one is needed", "give x and y of each");
  }
  scan.nx = static_cast<int>(positions_A.size());
  scan.ny = 1;
  scan.origin_A = positions_A.front();
  scan.step_A = {1, 1};
  scan.list_A = std::move(positions_A);
  return scan;
}

Vec2 ScanGrid::stepAlong_A(int direction) const {
  // Without rotation exactly along the axes: the sine of pi is not zero in floating point.
  if (rotation_deg == 0) return direction == 0 ? Vec2(step_A.x(), 0) : Vec2(0, step_A.y());
  const double angle = rotation_deg * constants::kPi / 180;
  const double c = std::cos(angle), s = std::sin(angle);
  return direction == 0 ? Vec2(c, s) * step_A.x() : Vec2(-s, c) * step_A.y();
}

Vec2 ScanGrid::position(int rx, int ry) const {
  if (isList()) return list_A[static_cast<std::size_t>(rx) * ny + ry];
  if (rotation_deg != 0) return origin_A + rx * stepAlong_A(0) + ry * stepAlong_A(1);
  return {origin_A.x() + rx * step_A.x(), origin_A.y() + ry * step_A.y()};
}

void ScanGrid::requireInside(const Foil& foil) const {
  if (nx < 1 || ny < 1) {
    refuse(fmt::format("a scan of {} x {} positions is empty", nx, ny), "at least one is needed",
           "give the number of positions along x and y");
  }
  if (!((step_A.x() > 0 || nx == 1) && (step_A.y() > 0 || ny == 1))) {
    refuse(fmt::format("a scan step of {} x {} angstrom cannot be used", step_A.x(), step_A.y()),
           "it has to be positive", "give the step in angstrom");
  }
  // The corners of a raster hold the rest of it.
  std::vector<Vec2> farthest = list_A;
  if (!isList()) {
    farthest = {position(0, 0), position(nx - 1, 0), position(0, ny - 1), position(nx - 1, ny - 1)};
  }
  Vec2 first = farthest.front(), last = first;
  for (const Vec2& position : farthest) {
    first = first.cwiseMin(position);
    last = last.cwiseMax(position);
  }
  const double slack = 1e-9 * foil.extent_A().head<2>().maxCoeff();
  for (int d = 0; d < 2; ++d) {
    if (first[d] >= -slack && last[d] <= foil.extent_A()[d] + slack) continue;
    refuse(fmt::format("the scan runs from {:.5g} to {:.5g} angstrom along {}, outside the foil",
                       first[d], last[d], d == 0 ? "x" : "y"),
           fmt::format("the foil reaches from 0 to {:.5g} angstrom", foil.extent_A()[d]),
           "move or shrink the scan, or take a wider sample");
  }
}

}  // namespace glasscope::multislice
