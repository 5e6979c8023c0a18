#include "multislice/detectors/AnnularDetector.h"

#include <cmath>

#include <fmt/format.h>

#include "core/system/Error.h"

namespace glasscope::multislice {

AnnularMask::AnnularMask(const AnnularDetector& detector, const Grid& grid,
                         const ElectronBeam& beam) {
  if (!(detector.inner_mrad >= 0 && detector.outer_mrad > detector.inner_mrad)) {
    throw Error(ErrorKind::usage,
                fmt::format("detector {} from {} to {} mrad is no annulus", detector.name,
                            detector.inner_mrad, detector.outer_mrad),
                "the outer angle has to exceed the inner one", "check inner_mrad and outer_mrad");
  }
  grid.require(detector.outer_mrad, beam, "detector " + detector.name);
  for (int i = 0; i < grid.nx(); ++i) {
    for (int j = 0; j < grid.ny(); ++j) {
      const double angle = beam.angle_mrad(std::hypot(grid.kx_invA(i), grid.ky_invA(j)));
      if (angle < detector.inner_mrad || angle >= detector.outer_mrad) continue;
      const long at = static_cast<long>(i) * grid.ny() + j;
      if (!runs_.empty() && runs_.back().end == at) {
        ++runs_.back().end;
      } else {
        runs_.push_back({at, at + 1});
      }
    }
  }
  if (runs_.empty()) {
    throw Error(
        ErrorKind::usage, fmt::format("detector {} counts no pixel", detector.name),
        fmt::format("the diffraction pixel is {:.4g} mrad", beam.angle_mrad(1 / grid.lx_A())),
        "use a wider annulus or a larger foil");
  }
}

void AnnularMask::mark(std::vector<bool>& counted) const {
  for (const Run& run : runs_) {
    for (long at = run.begin; at < run.end; ++at) counted[at] = true;
  }
}

double AnnularMask::measure(std::span<const std::complex<float>> wave) const {
  double total = 0;
  for (const Run& run : runs_) {
    float row = 0;
    for (long at = run.begin; at < run.end; ++at) row += std::norm(wave[at]);
    total += static_cast<double>(row);
  }
  return total;
}

}  // namespace glasscope::multislice
