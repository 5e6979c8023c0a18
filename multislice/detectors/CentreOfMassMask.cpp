#include "multislice/detectors/CentreOfMassMask.h"

#include <cmath>

#include <fmt/format.h>

#include "core/system/Error.h"

namespace glasscope::multislice {

CentreOfMassMask::CentreOfMassMask(const DetectorSettings& detector, const Grid& grid,
                                   const ElectronBeam& beam)
    : stepY_mrad_(beam.angle_mrad(1 / grid.ly_A())) {
  if (!(detector.inner_mrad >= 0 && detector.outer_mrad > detector.inner_mrad)) {
    throw Error(ErrorKind::usage,
                fmt::format("detector {} from {} to {} mrad is no annulus", detector.name,
                            detector.inner_mrad, detector.outer_mrad),
                "the outer angle has to exceed the inner one", "check inner_mrad and outer_mrad");
  }
  grid.require(detector.outer_mrad, beam, fmt::format("detector {}", detector.name));
  for (int i = 0; i < grid.nx(); ++i) {
    for (int j = 0; j < grid.ny(); ++j) {
      const double x = beam.angle_mrad(grid.kx_invA(i)), y = beam.angle_mrad(grid.ky_invA(j));
      const double angle = std::hypot(x, y);
      if (angle < detector.inner_mrad || angle >= detector.outer_mrad) continue;
      const long at = static_cast<long>(i) * grid.ny() + j;
      // A row goes on where its angles do: not across the wrap from the highest to the lowest.
      const bool goesOn = !runs_.empty() && runs_.back().end == at && j > 0 &&
                          grid.ky_invA(j) > grid.ky_invA(j - 1);
      if (goesOn) {
        ++runs_.back().end;
      } else {
        runs_.push_back({at, at + 1, x, y});
      }
    }
  }
  if (runs_.empty()) {
    throw Error(ErrorKind::usage, fmt::format("detector {} counts no pixel", detector.name),
                fmt::format("the diffraction pixel is {:.4g} mrad", stepY_mrad_),
                "use a wider annulus or a larger foil");
  }
}

void CentreOfMassMask::measure(std::span<const std::complex<float>> wave,
                               std::span<double> out) const {
  out[0] = out[1] = out[2] = 0;
  for (const Run& run : runs_) {
    float sum = 0, moment = 0;
    for (long at = run.begin; at < run.end; ++at) {
      const float intensity = std::norm(wave[at]);
      sum += intensity;
      moment += intensity * static_cast<float>(at - run.begin);
    }
    out[0] += static_cast<double>(sum);
    out[1] += run.x_mrad * static_cast<double>(sum);
    out[2] +=
        run.firstY_mrad * static_cast<double>(sum) + stepY_mrad_ * static_cast<double>(moment);
  }
}

}  // namespace glasscope::multislice
