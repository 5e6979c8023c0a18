#include "multislice/instrument/ScanJob.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "multislice/instrument/ProbeWindows.h"

namespace glasscope::multislice {

namespace {

/// Where the aperture ends, soft edge included.
double rim_mrad(const ScanJob& job) {
  return job.probe.semiangle_mrad + job.probe.edge_mrad / 2;
}

}  // namespace

double recordedAngle_mrad(const ScanJob& job) {
  double angle = rim_mrad(job);
  for (const AnnularDetector& d : job.annular) angle = std::max(angle, d.outer_mrad);
  for (const DetectorSettings& d : job.detectors) angle = std::max(angle, d.outer_mrad);
  if (job.pixelated) angle = std::max(angle, job.pixelated->max_angle_mrad);
  return angle;
}

double neededAngle_mrad(const ScanJob& job) {
  const double recorded = recordedAngle_mrad(job);
  return std::max(1.05 * recorded, recorded + rim_mrad(job));
}

std::string undersampling(const ScanJob& job, const Grid& grid) {
  const double needed = neededAngle_mrad(job);
  const double carried = grid.carriedAngle_mrad(ElectronBeam(job.microscope.voltage_kV));
  if (carried >= needed * (1 - 1e-9)) return {};
  return fmt::format(
      "the sampling carries {:.1f} mrad, and detectors to {:.1f} mrad with an aperture of {:.1f} "
      "need {:.1f}: what is scattered from one side of the aperture to the far edge of a detector "
      "is missing, and signals near that edge are too weak",
      carried, recordedAngle_mrad(job), rim_mrad(job), needed);
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
  const double angle = m.max_angle_mrad > 0 ? m.max_angle_mrad : neededAngle_mrad(job);
  if (m.prism_interpolation <= 1) return Grid::carrying(angle, ElectronBeam(m.voltage_kV), lx, ly);
  const int f = m.prism_interpolation;
  const Grid part = Grid::carrying(angle, ElectronBeam(m.voltage_kV), lx / f, ly / f);
  return Grid(f * part.nx(), f * part.ny(), lx, ly);
}

Grid gridOf(const ScanJob& job, const Foil& foil) {
  return ProbeWindows(job, foil).grid();
}

std::vector<double> recordedDepths_A(const ScanJob& job, const Foil& foil) {
  std::vector<double> depths = job.thicknesses_A;
  std::sort(depths.begin(), depths.end());
  for (const double depth : depths) {
    if (depth > 0 && depth <= foil.thickness_A() * (1 + 1e-9)) continue;
    throw Error(ErrorKind::usage, fmt::format("nothing can be recorded at {} angstrom", depth),
                fmt::format("the foil is {:.5g} angstrom thick", foil.thickness_A()),
                "choose thicknesses_A inside the foil");
  }
  const auto nameOf = [](double depth) { return std::lround(10 * depth); };
  for (std::size_t i = 0; i + 1 < depths.size(); ++i) {
    if (nameOf(depths[i]) != nameOf(depths[i + 1])) continue;
    throw Error(ErrorKind::usage,
                fmt::format("thicknesses_A holds {:g} and {:g} angstrom", depths[i], depths[i + 1]),
                "their maps would have one name: depths are told apart by 0.1 angstrom",
                "leave one of them out");
  }
  // The exit is recorded under the detector's own name.
  while (!depths.empty() && depths.back() > foil.thickness_A() * (1 - 1e-9)) depths.pop_back();
  return depths;
}

SliceStack sliceStackOf(const ScanJob& job, const Foil& foil, int snapshot, int snapshots) {
  return SliceStack::of(job.microscope, foil.thickness_A(), recordedDepths_A(job, foil), snapshot,
                        snapshots);
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
