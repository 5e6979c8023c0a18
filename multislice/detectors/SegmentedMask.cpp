#include "multislice/detectors/SegmentedMask.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/math/Constants.h"
#include "core/system/Error.h"

namespace glasscope::multislice {

namespace {

/// The sector of a direction; what lies on an edge up to rounding belongs to the sector after it.
int sectorOf(const DetectorSettings& detector, double kx, double ky) {
  const double turn = std::atan2(ky, kx) / (2 * constants::kPi) - detector.rotation_deg / 360;
  const double part = (turn - std::floor(turn)) * detector.sectors + 1e-9;
  return static_cast<int>(part) % detector.sectors;
}

void check(const DetectorSettings& d) {
  if (d.inner_mrad >= 0 && d.outer_mrad > d.inner_mrad && d.rings >= 1 && d.sectors >= 1 &&
      d.rings <= 4096 / d.sectors) {
    return;
  }
  throw Error(
      ErrorKind::usage,
      fmt::format("detector {} of {} rings and {} sectors from {} to {} mrad cannot be used",
                  d.name, d.rings, d.sectors, d.inner_mrad, d.outer_mrad),
      "the outer angle has to exceed the inner one, and 1 to 4096 segments are possible",
      "check inner_mrad, outer_mrad, rings and sectors");
}

}  // namespace

SegmentedMask::SegmentedMask(const DetectorSettings& detector, const Grid& grid,
                             const ElectronBeam& beam)
    : sectors_(static_cast<std::size_t>(std::max(1, detector.sectors))) {
  check(detector);
  grid.require(detector.outer_mrad, beam, fmt::format("detector {}", detector.name));
  segments_ = sectors_ * static_cast<std::size_t>(detector.rings);
  std::vector<char> counted(segments_, 0);
  const double width = (detector.outer_mrad - detector.inner_mrad) / detector.rings;
  for (int i = 0; i < grid.nx(); ++i) {
    for (int j = 0; j < grid.ny(); ++j) {
      const double kx = grid.kx_invA(i), ky = grid.ky_invA(j);
      const double angle = beam.angle_mrad(std::hypot(kx, ky));
      if (angle < detector.inner_mrad || angle >= detector.outer_mrad) continue;
      if (i == 0 && j == 0) {
        centre_ = true;
        continue;
      }
      const int ring =
          std::min(detector.rings - 1, static_cast<int>((angle - detector.inner_mrad) / width));
      const std::size_t segment = ring * sectors_ + sectorOf(detector, kx, ky);
      counted[segment] = 1;
      const long at = static_cast<long>(i) * grid.ny() + j;
      if (!runs_.empty() && runs_.back().end == at && runs_.back().segment == segment) {
        ++runs_.back().end;
      } else {
        runs_.push_back({at, at + 1, segment});
      }
    }
  }
  if (std::find(counted.begin(), counted.end(), 0) != counted.end()) {
    throw Error(
        ErrorKind::usage, fmt::format("a segment of detector {} counts no pixel", detector.name),
        fmt::format("the diffraction pixel is {:.4g} mrad", beam.angle_mrad(1 / grid.lx_A())),
        "use fewer or wider segments, or a larger foil");
  }
}

void SegmentedMask::measure(std::span<const std::complex<float>> wave,
                            std::span<double> out) const {
  std::fill(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(segments_), 0.0);
  for (const Run& run : runs_) {
    float row = 0;
    for (long at = run.begin; at < run.end; ++at) row += std::norm(wave[at]);
    out[run.segment] += static_cast<double>(row);
  }
  if (!centre_) return;
  const double share = static_cast<double>(std::norm(wave[0])) / static_cast<double>(sectors_);
  for (std::size_t s = 0; s < sectors_; ++s) out[s] += share;
}

}  // namespace glasscope::multislice
