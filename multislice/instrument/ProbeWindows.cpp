#include "multislice/instrument/ProbeWindows.h"

#include <algorithm>
#include <cmath>

#include "core/math/Constants.h"
#include "multislice/scattering_matrix/CroppedProbes.h"

namespace glasscope::multislice {

namespace {

constexpr int kAzimuths = 16;
// Between atoms it is the probe's tails that scatter, and atoms as far as that count, however short
// the wavelength: at 1 MV and 25 mrad windows of 10 angstrom leave 2.0 % of an annulus at single
// positions, of 15 angstrom 0.6 % (root mean square).
constexpr double kLeastCore_A = 7;

/// The farthest that a ray of the aperture gets from the axis anywhere between the foil's faces: a
/// ray of angle a is at grad chi lambda / (2 pi) + a z (the phase's gradient).
double reachOfRays_A(const ProbeSettings& probe, const ElectronBeam& beam, double thickness_A) {
  const double lambda = beam.wavelength_A(), step = 1e-6;
  const double rim = 1e-3 * (probe.semiangle_mrad + probe.edge_mrad / 2);
  const auto chi = [&](double ax, double ay) {
    return probe.aberrations.phase_rad(ax, ay, lambda);
  };
  double reach = 0;
  for (double angle : {0.5 * rim, rim}) {
    for (int k = 0; k < kAzimuths; ++k) {
      const double phi = 2 * constants::kPi * k / kAzimuths;
      const Vec2 a(angle * std::cos(phi), angle * std::sin(phi));
      const Vec2 slope((chi(a.x() + step, a.y()) - chi(a.x() - step, a.y())) / (2 * step),
                       (chi(a.x(), a.y() + step) - chi(a.x(), a.y() - step)) / (2 * step));
      const Vec2 entry = lambda / (2 * constants::kPi) * slope;
      reach = std::max({reach, entry.norm(), (entry + thickness_A * a).norm()});
    }
  }
  return reach;
}

/// Points of a window of `side_A` on pixels of `step_A`.
int pointsOf(double side_A, double step_A) {
  return Grid::friendlySize(static_cast<int>(std::ceil(std::min(side_A / step_A, 65000.0))));
}

struct Sides {
  int nx, ny;
};

Sides windowPoints(const ScanJob& job, const Foil& foil, const Grid& cell) {
  const MicroscopeSettings& m = job.microscope;
  const Sides whole{cell.nx(), cell.ny()};
  if (m.window_A > 0) return {pointsOf(m.window_A, cell.dx_A()), pointsOf(m.window_A, cell.dy_A())};
  if (m.window == WaveWindow::cell) return whole;
  const double side_A = automaticWindow_A(job, foil);
  const Sides cut{std::min(pointsOf(side_A, cell.dx_A()), whole.nx),
                  std::min(pointsOf(side_A, cell.dy_A()), whole.ny)};
  // Little is gained by a window that is nearly the cell, and the cell is exact.
  constexpr double kWorthwhile = 0.8;
  const double pixels = static_cast<double>(cut.nx) * cut.ny;
  return pixels < kWorthwhile * static_cast<double>(cell.pixels()) ? cut : whole;
}

/// The cell, with room for windows that reach beyond a foil that does not repeat.
Grid latticeOf(const Grid& cell, const Sides& window, bool wholeX, bool wholeY, bool repeats) {
  if (repeats || (wholeX && wholeY)) return cell;
  const int nx = wholeX ? cell.nx() : Grid::friendlySize(cell.nx() + window.nx);
  const int ny = wholeY ? cell.ny() : Grid::friendlySize(cell.ny() + window.ny);
  return Grid(nx, ny, nx * cell.dx_A(), ny * cell.dy_A());
}

}  // namespace

double automaticWindow_A(const ScanJob& job, const Foil& foil) {
  const ElectronBeam beam(job.microscope.voltage_kV);
  const double core =
      std::max(kLeastCore_A, 10 * beam.wavelength_A() / (1e-3 * job.probe.semiangle_mrad));
  const double rays = reachOfRays_A(job.probe, beam, foil.thickness_A());
  const double scattered = 0.5e-3 * recordedAngle_mrad(job) * foil.thickness_A();
  const double tilted = 1e-3 * job.microscope.tiltInFoil_mrad().norm() * foil.thickness_A();
  double side = 2 * (core + rays + scattered + tilted);
  if (job.pixelated && job.pixelated->pixels > 0) {
    const double pixel_mrad = 2 * job.pixelated->max_angle_mrad / job.pixelated->pixels;
    side = std::max(side, 1 / beam.frequency_invA(pixel_mrad));
  }
  return side;
}

ProbeWindows::ProbeWindows(const ScanJob& job, const Foil& foil)
    : lattice_(cellGridOf(job, foil)), window_(lattice_) {
  const Grid cell = lattice_;
  if (job.microscope.method == WaveMethod::scatteringMatrix) {
    // Beams go through the whole cell, whatever part of it probes are cut out of.
    const int factor = job.microscope.prism_interpolation;
    wholeX_ = wholeY_ = factor <= 1;
    if (factor > 1) window_ = CroppedProbes::partOf(cell, factor);
    return;
  }
  const Sides n = windowPoints(job, foil, cell);
  const bool asCell = foil.isPeriodic() || job.microscope.window_A <= 0;
  wholeX_ = asCell && n.nx == cell.nx();
  wholeY_ = asCell && n.ny == cell.ny();
  if (isWholeCell()) return;
  // The cell's own side where it is whole, so that nothing is lost to rounding.
  window_ = Grid(n.nx, n.ny, wholeX_ ? cell.lx_A() : n.nx * cell.dx_A(),
                 wholeY_ ? cell.ly_A() : n.ny * cell.dy_A());
  lattice_ = latticeOf(cell, n, wholeX_, wholeY_, foil.isPeriodic());
}

PixelCorner ProbeWindows::corner(const Vec2& position_A) const {
  const auto first = [](double r, double step, int n) {
    return static_cast<int>(std::lround(r / step)) - n / 2;
  };
  return {wholeX_ ? 0 : first(position_A.x(), window_.dx_A(), window_.nx()),
          wholeY_ ? 0 : first(position_A.y(), window_.dy_A(), window_.ny())};
}

PixelRegion ProbeWindows::region(const Vec2& position_A) const {
  const PixelCorner at = corner(position_A);
  return {at.i, at.j, window_.nx(), window_.ny()};
}

Vec2 ProbeWindows::within(const Vec2& position_A) const {
  const PixelCorner at = corner(position_A);
  return {position_A.x() - at.i * window_.dx_A(), position_A.y() - at.j * window_.dy_A()};
}

}  // namespace glasscope::multislice
