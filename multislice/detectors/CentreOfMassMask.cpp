#include "multislice/detectors/CentreOfMassMask.h"

#include <algorithm>
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
  std::fill(out.begin(), out.begin() + 6, 0.0);
  for (const Run& run : runs_) {
    // Moments of a row about its first pixel, in pixels.
    float sum = 0, moment = 0, square = 0;
    for (long at = run.begin; at < run.end; ++at) {
      const float intensity = std::norm(wave[at]);
      const auto away = static_cast<float>(at - run.begin);
      sum += intensity;
      moment += intensity * away;
      square += intensity * away * away;
    }
    const double s = sum, m = stepY_mrad_ * moment, q = stepY_mrad_ * stepY_mrad_ * square;
    const double x = run.x_mrad, y = run.firstY_mrad, alongY = y * s + m;
    out[0] += s;
    out[1] += x * s;
    out[2] += alongY;
    out[3] += x * x * s;
    out[4] += x * alongY;
    out[5] += y * y * s + 2 * y * m + q;
  }
}

}  // namespace glasscope::multislice
