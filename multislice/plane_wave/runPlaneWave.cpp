#include "multislice/plane_wave/runPlaneWave.h"

#include "core/system/Error.h"
#include "multislice/plane_wave/ExitWave.h"
#include "multislice/waves/Fft.h"

namespace glasscope::multislice {

namespace {

Grid planeWaveGrid(const MicroscopeSettings& m, const Foil& foil) {
  const double lx = foil.extent_A().x(), ly = foil.extent_A().y();
  if (m.grid_points > 0) return Grid(m.grid_points, m.grid_points, lx, ly);
  if (m.max_angle_mrad > 0) {
    return Grid::carrying(m.max_angle_mrad, ElectronBeam(m.voltage_kV), lx, ly);
  }
  throw Error(ErrorKind::usage, "a plane wave needs a largest angle",
              "neither max_angle_mrad nor grid_points is set", "set one of them");
}

/// Adds weight |wave|^2 with the zero frequency in the middle.
void addShifted(const Wave& wave, const Grid& grid, float weight, Array2<float>& sum) {
  for (int i = 0; i < grid.nx(); ++i) {
    const int x = (i + grid.nx() / 2) % grid.nx();
    for (int j = 0; j < grid.ny(); ++j) {
      const int y = (j + grid.ny() / 2) % grid.ny();
      sum(x, y) += weight * std::norm(wave[static_cast<std::size_t>(i) * grid.ny() + j]);
    }
  }
}

}  // namespace

PlaneWaveResult runPlaneWave(const MicroscopeSettings& microscope,
                             std::span<const Foil> snapshots) {
  if (snapshots.empty()) {
    throw Error(ErrorKind::usage, "the plane wave has no specimen", "no foil was given",
                "give at least one snapshot");
  }
  const Grid grid = planeWaveGrid(microscope, snapshots[0]);
  ExitWave exitWave(microscope, grid, snapshots[0], static_cast<int>(snapshots.size()));
  PlaneWaveResult result{grid, Array2<std::complex<float>>(grid.nx(), grid.ny()),
                         Array2<float>(grid.nx(), grid.ny())};
  Wave wave;
  for (std::size_t s = 0; s < snapshots.size(); ++s) {
    wave = exitWave.of(snapshots[s], static_cast<int>(s));
    addShifted(wave, grid, 1.0f / static_cast<float>(snapshots.size()), result.diffraction);
  }
  Fft(grid.nx(), grid.ny()).inverse(wave.data());
  std::copy(wave.begin(), wave.end(), result.exitWave.begin());
  return result;
}

}  // namespace glasscope::multislice
