#include "multislice/instrument/ScanJob.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "multislice/instrument/ProbeWindows.h"

namespace glasscope::multislice {

double largestAngle_mrad(const ScanJob& job) {
  double angle = 1.5 * (job.probe.semiangle_mrad + job.probe.edge_mrad / 2);
  for (const AnnularDetector& d : job.annular) angle = std::max(angle, 1.05 * d.outer_mrad);
  for (const DetectorSettings& d : job.detectors) angle = std::max(angle, 1.05 * d.outer_mrad);
  if (job.pixelated) angle = std::max(angle, 1.05 * job.pixelated->max_angle_mrad);
  return angle;
}

Grid cellGridOf(const ScanJob& job, const Foil& foil) {
  const MicroscopeSettings& m = job.microscope;
  const double lx = foil.extent_A().x(), ly = foil.extent_A().y();
  if (m.grid_points != 0) return Grid(m.grid_points, m.grid_points, lx, ly);
  if (!(m.max_angle_mrad >= 0) || !std::isfinite(m.max_angle_mrad)) {
    throw Error(
        ErrorKind::usage, fmt::format("max_angle_mrad = {} is not an angle", m.max_angle_mrad),
        "the grid has to carry a positive angle", "give it in mrad, or 0 to follow the detectors");
  }
  const double angle = m.max_angle_mrad > 0 ? m.max_angle_mrad : largestAngle_mrad(job);
  if (m.prism_interpolation <= 1) return Grid::carrying(angle, ElectronBeam(m.voltage_kV), lx, ly);
  const int f = m.prism_interpolation;
  const Grid part = Grid::carrying(angle, ElectronBeam(m.voltage_kV), lx / f, ly / f);
  return Grid(f * part.nx(), f * part.ny(), lx, ly);
}

Grid gridOf(const ScanJob& job, const Foil& foil) {
  return ProbeWindows(job, foil).grid();
}

DatacubeShape cubeShape(const ScanJob& job, const Foil& foil) {
  DatacubeShape shape;
  shape.rx = job.scan.nx;
  shape.ry = job.scan.ny;
  shape.rStep_A = job.scan.step_A;
  shape.rOrigin_A = job.scan.origin_A;
  shape.periodicScan = job.scan.periodic;
  shape.qx = shape.qy = 1;
  const Grid grid = gridOf(job, foil);
  shape.qStep_invA = 1 / std::min(grid.lx_A(), grid.ly_A());
  if (job.pixelated) {
    const PixelBinning binning(*job.pixelated, grid, ElectronBeam(job.microscope.voltage_kV));
    shape.qx = shape.qy = binning.pixels();
    shape.qStep_invA = binning.pixel_invA();
  }
  return shape;
}

}  // namespace glasscope::multislice
