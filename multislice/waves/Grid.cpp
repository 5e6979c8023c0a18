#include "multislice/waves/Grid.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <fmt/format.h>

#include "core/system/Error.h"

namespace glasscope::multislice {

namespace {

// Frequencies on the limit itself count as carried whatever their rounding.
constexpr double kOnTheLimit = 1 + 1e-9;

}  // namespace

Grid::Grid(int nx, int ny, double lx_A, double ly_A) : nx_(nx), ny_(ny), lx_A_(lx_A), ly_A_(ly_A) {
  if (nx < 8 || ny < 8 || nx > 65536 || ny > 65536) {
    throw Error(ErrorKind::usage, fmt::format("a grid of {} x {} points cannot be used", nx, ny),
                "8 to 65536 points are possible along each direction",
                "choose grid_points or max_angle_mrad in this range");
  }
  if (!(lx_A > 0 && ly_A > 0 && std::isfinite(lx_A) && std::isfinite(ly_A))) {
    throw Error(ErrorKind::usage,
                fmt::format("a grid of {} x {} angstrom cannot be used", lx_A, ly_A),
                "its sides have to be positive", "give the foil a lateral extent");
  }
  bandLimit_invA_ = 2.0 / 3.0 * std::min(nx / (2 * lx_A), ny / (2 * ly_A));
}

int Grid::friendlySize(int n) {
  for (int size = std::max(8, n + n % 2);; size += 2) {
    int rest = size;
    for (int prime : {2, 3, 5, 7}) {
      while (rest % prime == 0) rest /= prime;
    }
    if (rest == 1) return size;
  }
}

Grid Grid::carrying(double angle_mrad, const ElectronBeam& beam, double lx_A, double ly_A) {
  const double nyquist_invA = 1.5 * beam.frequency_invA(angle_mrad);
  const auto points = [&](double length_A) {
    const double wanted = std::ceil(2 * nyquist_invA * length_A * (1 - 1e-12));
    if (!(wanted <= 65536)) {
      throw Error(ErrorKind::capacity,
                  fmt::format("{:.4g} mrad over {:.4g} angstrom asks for {:.4g} points", angle_mrad,
                              length_A, wanted),
                  "65536 along a direction are possible", "ask for a smaller angle or foil");
    }
    return friendlySize(static_cast<int>(wanted));
  };
  return Grid(points(lx_A), points(ly_A), lx_A, ly_A);
}

Grid Grid::refined(int factor) const {
  if (factor < 1 || factor * std::int64_t{std::max(nx_, ny_)} > 65536) {
    throw Error(
        ErrorKind::usage,
        fmt::format("a grid of {} x {} points cannot be refined {} times", nx_, ny_, factor),
        "the factor is 1 at least, and 65536 points along a direction are possible",
        "lower potential_oversampling");
  }
  return Grid(factor * nx_, factor * ny_, lx_A_, ly_A_);
}

bool Grid::carries(double kx_invA, double ky_invA) const {
  return std::hypot(kx_invA, ky_invA) <= bandLimit_invA_ * kOnTheLimit;
}

void Grid::require(double angle_mrad, const ElectronBeam& beam, const std::string& what) const {
  if (beam.frequency_invA(angle_mrad) <= bandLimit_invA_ * kOnTheLimit) return;
  const Grid enough = carrying(angle_mrad, beam, lx_A_, ly_A_);
  throw Error(
      ErrorKind::capacity,
      fmt::format("{} asks for {:.5g} mrad, which the sampling does not carry", what, angle_mrad),
      fmt::format("{} x {} points over {:.5g} x {:.5g} angstrom at {:.4g} kV carry {:.5g} mrad "
                  "(2/3 of the Nyquist frequency)",
                  nx_, ny_, lx_A_, ly_A_, beam.voltage_kV(), carriedAngle_mrad(beam)),
      fmt::format("use at least {} x {} points (max_angle_mrad = {:.5g}), or a smaller angle",
                  enough.nx(), enough.ny(), angle_mrad));
}

}  // namespace glasscope::multislice
