#include "multislice/plane_wave/HrtemJob.h"

#include <algorithm>

#include "core/system/Parallel.h"

namespace glasscope::multislice {

double neededAngle_mrad(const HrtemJob& job) {
  const double aperture = job.imaging.aperture_mrad;
  const double tilt = aperture > 0 ? job.microscope.beamTilt_mrad.norm() : 0;
  return std::max({1.05 * job.pattern.max_angle_mrad, 2 * aperture, aperture + tilt});
}

Grid gridOf(const HrtemJob& job, const Foil& foil) {
  const MicroscopeSettings& m = job.microscope;
  const double lx = foil.extent_A().x(), ly = foil.extent_A().y();
  if (m.grid_points > 0) return Grid(m.grid_points, m.grid_points, lx, ly);
  return Grid::carrying(m.max_angle_mrad > 0 ? m.max_angle_mrad : neededAngle_mrad(job),
                        ElectronBeam(m.voltage_kV), lx, ly);
}

HrtemJob settled(HrtemJob job, const Foil& foil) {
  job.microscope.potentialOversampling = job.microscope.oversamplingFor(gridOf(job, foil).dx_A());
  return job;
}

double memory_bytes(const HrtemJob& job, const Grid& grid) {
  const double images = static_cast<double>(std::max<std::size_t>(1, job.imaging.defoci_A.size()));
  // Sixteen slices with their scratch, a few waves and one a thread, and for each defocus five
  // images of doubles: mean, squares, one snapshot's, that of another rank, a map. Finer potentials
  // add what a thread needs for one slice (RegionBuilder::scratch_bytes).
  const double finer = job.microscope.potentialOversampling;
  return static_cast<double>(grid.pixels()) * (16 * 24 + (4 + threadCount()) * 8 + images * 5 * 8 +
                                               (finer * finer - 1) * threadCount() * 80);
}

}  // namespace glasscope::multislice
