#include "multislice/optics/Probe.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/math/Constants.h"
#include "core/system/Error.h"

namespace glasscope::multislice {

namespace {

using constants::kPi;

/// Transmission of the aperture: half at the semiangle when the edge is soft.
double aperture(const ProbeSettings& settings, double angle_mrad) {
  const double outside = angle_mrad - settings.semiangle_mrad, half = settings.edge_mrad / 2;
  if (outside <= -half) return 1;
  if (outside >= half) return outside == 0 ? 1 : 0;
  return 0.5 * (1 - std::sin(kPi * outside / settings.edge_mrad));
}

void check(const ProbeSettings& settings) {
  if (!(settings.semiangle_mrad > 0) || !(settings.edge_mrad >= 0)) {
    throw Error(ErrorKind::usage,
                fmt::format("a probe of semiangle_mrad = {}, edge_mrad = {} cannot be formed",
                            settings.semiangle_mrad, settings.edge_mrad),
                "the aperture has to be open", "give a positive semiangle in mrad");
  }
}

}  // namespace

Probe::Probe(const ProbeSettings& settings, const Grid& grid, const ElectronBeam& beam)
    : grid_(grid) {
  check(settings);
  grid.require(settings.semiangle_mrad + settings.edge_mrad / 2, beam, "the probe's aperture");
  double total = 0;
  for (int i = 0; i < grid.nx(); ++i) {
    for (int j = 0; j < grid.ny(); ++j) {
      const double kx = grid.kx_invA(i), ky = grid.ky_invA(j), lambda = beam.wavelength_A();
      const double weight = aperture(settings, beam.angle_mrad(std::hypot(kx, ky)));
      if (weight == 0) continue;
      const double chi = settings.aberrations.phase_rad(lambda * kx, lambda * ky, lambda);
      beams_.push_back({i, j, std::polar(weight, -chi)});
      total += weight * weight;
    }
  }
  if (beams_.empty() || !std::isfinite(total)) {
    throw Error(ErrorKind::usage, "the probe's aperture holds no beam",
                "it is too small for the foil", "use a larger foil or aperture");
  }
  for (Beam& b : beams_) b.amplitude /= std::sqrt(total);
}

Probe Probe::propagated(double distance_A, const ElectronBeam& beam, const Vec2& tilt_mrad) const {
  Probe probe = *this;
  for (Beam& b : probe.beams_) {
    b.amplitude *= std::polar(1.0, beam.propagationPhase_rad(grid_.kx_invA(b.i), grid_.ky_invA(b.j),
                                                             distance_A, tilt_mrad));
  }
  return probe;
}

void Probe::form(const Vec2& position_A, std::span<std::complex<float>> wave) const {
  std::fill(wave.begin(), wave.end(), 0.0f);
  std::vector<std::complex<double>> x(grid_.nx()), y(grid_.ny());
  for (int i = 0; i < grid_.nx(); ++i)
    x[i] = std::polar(1.0, -2 * kPi * grid_.kx_invA(i) * position_A.x());
  for (int j = 0; j < grid_.ny(); ++j)
    y[j] = std::polar(1.0, -2 * kPi * grid_.ky_invA(j) * position_A.y());
  for (const Beam& b : beams_) {
    wave[static_cast<std::size_t>(b.i) * grid_.ny() + b.j] =
        std::complex<float>(b.amplitude * x[b.i] * y[b.j]);
  }
}

}  // namespace glasscope::multislice
