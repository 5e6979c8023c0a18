#include "multislice/ScanGrid.h"

#include <cmath>

#include <fmt/format.h>

#include "core/Error.h"

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

void ScanGrid::requireInside(const Foil& foil) const {
  if (nx < 1 || ny < 1) {
    refuse(fmt::format("a scan of {} x {} positions is empty", nx, ny), "at least one is needed",
           "give the number of positions along x and y");
  }
  if (!((step_A.x() > 0 || nx == 1) && (step_A.y() > 0 || ny == 1))) {
    refuse(fmt::format("a scan step of {} x {} angstrom cannot be used", step_A.x(), step_A.y()),
           "it has to be positive", "give the step in angstrom");
  }
  const Vec2 last = position(nx - 1, ny - 1);
  const double slack = 1e-9 * foil.extent_A().head<2>().maxCoeff();
  for (int d = 0; d < 2; ++d) {
    if (origin_A[d] >= -slack && last[d] <= foil.extent_A()[d] + slack) continue;
    refuse(fmt::format("the scan runs from {:.5g} to {:.5g} angstrom along {}, outside the foil",
                       origin_A[d], last[d], d == 0 ? "x" : "y"),
           fmt::format("the foil reaches from 0 to {:.5g} angstrom", foil.extent_A()[d]),
           "move or shrink the scan, or tile the foil");
  }
}

}  // namespace glasscope::multislice
