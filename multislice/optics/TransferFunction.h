#pragma once

#include "core/math/Vec.h"
#include "multislice/optics/HrtemSettings.h"
#include "multislice/waves/ElectronBeam.h"
#include "multislice/waves/Grid.h"
#include "multislice/waves/Wave.h"

namespace glasscope::multislice {

/// What the objective lens does to an exit wave (Kirkland 2010, Chap. 3; Frank, Optik 38, 519
/// (1973); Wade and Frank, Optik 49, 81 (1977)):
///
///   H(k) = A(k) exp(-i chi(k)) Es(k) Et(k)
///   Es = exp{-2 (pi s / lambda)^2 |grad w(k) - grad w(0)|^2},  w = lambda chi / 2 pi over angles
///   Et = exp{-1/2 (pi d / lambda)^2 (|angle(k)|^2 - |angle(0)|^2)^2}
///
/// with s the standard deviation of the angles of illumination along one axis (rad), d that of the
/// defocus. Where the beam is inclined by a tilt, k counts from the beam and the lens acts at the
/// angle lambda k + tilt to its axis, where the aperture is centred too.
class TransferFunction {
 public:
  /// `defocus_A` replaces that of the aberrations. Throws Error(usage) for a negative aperture,
  /// spread or convergence.
  TransferFunction(const HrtemSettings& settings, const ElectronBeam& beam, double defocus_A,
                   const Vec2& beamTilt_mrad = {0, 0});

  /// H at a frequency, 1/angstrom.
  std::complex<double> at(double kx_invA, double ky_invA) const;

  /// Multiplies a wave in reciprocal space (unshifted).
  void apply(const Grid& grid, Wave& wave) const;

 private:
  HrtemSettings settings_;
  double wavelength_A_;
  Vec2 tilt_rad_;
  double phaseOfBeam_rad_;
  Vec2 rayOfBeam_A_;
};

}  // namespace glasscope::multislice
