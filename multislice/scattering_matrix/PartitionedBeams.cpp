#include "multislice/scattering_matrix/PartitionedBeams.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/math/Constants.h"
#include "core/system/Error.h"
#include "multislice/waves/ComplexProduct.h"

namespace glasscope::multislice {

namespace {

using constants::kPi;

/// Row `i` of an unshifted transform for any integer frequency.
int wrapped(int i, int n) {
  return ((i % n) + n) % n;
}

}  // namespace

PartitionedBeams::PartitionedBeams(const Grid& grid, const ElectronBeam& beam,
                                   std::vector<BeamIndex> beams, int rings)
    : grid_(grid), wavelength_A_(beam.wavelength_A()), beams_(std::move(beams)) {
  placeParents(rings);
  if (parents_.size() >= beams_.size()) {
    throw Error(ErrorKind::usage, fmt::format("{} rings of parent beams save nothing", rings),
                fmt::format("they are {} parents for {} beams", parents_.size(), beams_.size()),
                "use fewer partitions, or 0 for every beam");
  }
  std::vector<Vec2> sites;
  for (const BeamIndex& p : parents_) sites.push_back(frequency(p));
  for (const BeamIndex& b : beams_) {
    weights_.push_back(naturalNeighbours(sites, frequency(b)));
  }
}

void PartitionedBeams::placeParents(int rings) {
  Vec2 centre{0, 0};  // the axis, but for a tilted probe
  for (const BeamIndex& b : beams_) centre += frequency(b) / static_cast<double>(beams_.size());
  double reach = 0;
  for (const BeamIndex& b : beams_) reach = std::max(reach, (frequency(b) - centre).norm());
  // The outermost polygon encloses the aperture, with a pixel for the rounding of its corners.
  const double outer =
      reach / std::cos(kPi / (6 * rings)) + 1 / std::min(grid_.lx_A(), grid_.ly_A());
  for (int ring = 0; ring <= rings; ++ring) {
    const int count = std::max(1, 6 * ring);
    for (int n = 0; n < count; ++n) {
      const double k = outer * ring / rings, angle = 2 * kPi * n / count;
      const Vec2 at = centre + k * Vec2(std::cos(angle), std::sin(angle));
      addParent({static_cast<int>(std::lround(at.x() * grid_.lx_A())),
                 static_cast<int>(std::lround(at.y() * grid_.ly_A()))});
    }
  }
}

void PartitionedBeams::addParent(const BeamIndex& at) {
  const Vec2 k = frequency(at);
  if (!grid_.carries(k.x(), k.y())) {
    throw Error(ErrorKind::capacity, "a parent beam lies beyond the sampling",
                fmt::format("it has a frequency of {:.4g} per angstrom and {:.4g} are carried",
                            k.norm(), grid_.bandLimit_invA()),
                "use more partitions or a larger max_angle_mrad");
  }
  if (std::find(parents_.begin(), parents_.end(), at) == parents_.end()) parents_.push_back(at);
}

Vec2 PartitionedBeams::frequency(const BeamIndex& b) const {
  return {b.i / grid_.lx_A(), b.j / grid_.ly_A()};
}

double PartitionedBeams::incidentPhase(const BeamIndex& b, double distance_A) const {
  return kPi * wavelength_A_ * distance_A * frequency(b).squaredNorm();
}

void PartitionedBeams::refocus(double distance_A, double offset,
                               std::span<std::complex<float>> wave) const {
  Wave y(grid_.ny());
  for (int j = 0; j < grid_.ny(); ++j) {
    const double k = grid_.ky_invA(j);
    y[j] = std::complex<float>(std::polar(1.0, kPi * wavelength_A_ * k * k * distance_A));
  }
  Wave factor;
  for (int i = 0; i < grid_.nx(); ++i) {
    const double k = grid_.kx_invA(i);
    factor.assign(y.size(), std::complex<float>(std::polar(
                                1.0, kPi * wavelength_A_ * k * k * distance_A + offset)));
    multiply(factor.data(), y.data(), y.size());
    multiply(wave.data() + static_cast<std::size_t>(i) * y.size(), factor.data(), y.size());
  }
}

void PartitionedBeams::toEnvelope(int parent, const Depths& depths,
                                  std::span<std::complex<float>> wave) const {
  refocus(depths.wave_A - depths.focus_A, incidentPhase(parents_[parent], depths.focus_A), wave);
}

void PartitionedBeams::interpolate(int beam, const Depths& depths, std::span<const Wave> envelopes,
                                   std::span<std::complex<float>> wave) const {
  const BeamIndex& b = beams_[beam];
  const int nx = grid_.nx(), ny = grid_.ny();
  std::fill(wave.begin(), wave.end(), 0.0f);
  for (const auto& [site, weight] : weights_[beam]) {
    const BeamIndex& p = parents_[site];
    const float w = static_cast<float>(weight);
    const int shift = wrapped(b.j - p.j, ny);
    for (int i = 0; i < nx; ++i) {
      const std::complex<float>* from =
          envelopes[site].data() + static_cast<std::size_t>(wrapped(i - b.i + p.i, nx)) * ny;
      std::complex<float>* to = wave.data() + static_cast<std::size_t>(i) * ny;
      for (int j = shift; j < ny; ++j) to[j] += w * from[j - shift];
      for (int j = 0; j < shift; ++j) to[j] += w * from[j + ny - shift];
    }
  }
  refocus(depths.focus_A - depths.wave_A, -incidentPhase(b, depths.focus_A), wave);
}

}  // namespace glasscope::multislice
