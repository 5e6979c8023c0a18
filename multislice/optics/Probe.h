#pragma once

#include <complex>
#include <span>
#include <vector>

#include "core/math/Vec.h"
#include "multislice/optics/ProbeSettings.h"
#include "multislice/waves/Grid.h"

namespace glasscope::multislice {

/// Focused probes on one grid. Their total intensity is one in reciprocal space (the sum of
/// |wave(k)|^2 over frequencies), so that what detectors sum is a fraction of the incident beam.
class Probe {
 public:
  /// Throws Error(usage) for an aperture that is not positive or holds no frequency of the grid,
  /// Error(capacity) for one that the grid does not carry.
  Probe(const ProbeSettings& settings, const Grid& grid, const ElectronBeam& beam);

  /// Writes the probe at a position (angstrom, any real number) in reciprocal space, unshifted.
  void form(const Vec2& position_A, std::span<std::complex<float>> wave) const;

  /// The same probes a distance further along the beam (back for a negative one).
  Probe propagated(double distance_A, const ElectronBeam& beam, const Vec2& tilt_mrad) const;

  /// A plane wave of the aperture: row and column of an unshifted transform, and its amplitude in a
  /// probe at the origin.
  struct Beam {
    int i, j;
    std::complex<double> amplitude;
  };
  const std::vector<Beam>& beams() const { return beams_; }

 private:
  Grid grid_;
  std::vector<Beam> beams_;
};

}  // namespace glasscope::multislice
