#pragma once

#include <string>

#include "multislice/waves/ElectronBeam.h"

namespace glasscope::multislice {

/// The sampling of waves and potentials: nx x ny points over a periodic extent, indexed [x, y] with
/// y fastest, and the circular band limit at 2/3 of the smaller Nyquist frequency that keeps
/// products of band-limited functions free of aliasing (Kirkland 2010, Sec. 6.8).
class Grid {
 public:
  /// Throws Error(usage) for fewer than 8 points or a non-positive extent.
  Grid(int nx, int ny, double lx_A, double ly_A);

  /// The smallest grid of FFT-friendly sizes (2^a 3^b 5^c 7^d, even) that carries `angle_mrad`.
  static Grid carrying(double angle_mrad, const ElectronBeam& beam, double lx_A, double ly_A);

  /// The smallest even 2^a 3^b 5^c 7^d that is not less than n.
  static int friendlySize(int n);

  /// The same extent with `factor` times as many points along each side. Throws Error(usage) for a
  /// factor below 1 and where that becomes more points than a grid may have.
  Grid refined(int factor) const;

  int nx() const { return nx_; }
  int ny() const { return ny_; }
  long pixels() const { return static_cast<long>(nx_) * ny_; }
  double lx_A() const { return lx_A_; }
  double ly_A() const { return ly_A_; }
  double dx_A() const { return lx_A_ / nx_; }
  double dy_A() const { return ly_A_ / ny_; }

  /// Spatial frequency of row i or column j of an unshifted transform, 1/angstrom.
  double kx_invA(int i) const { return (i < (nx_ + 1) / 2 ? i : i - nx_) / lx_A_; }
  double ky_invA(int j) const { return (j < (ny_ + 1) / 2 ? j : j - ny_) / ly_A_; }

  /// Radius of the circular band limit, 1/angstrom; frequencies up to and including it are kept.
  double bandLimit_invA() const { return bandLimit_invA_; }
  bool carries(double kx_invA, double ky_invA) const;

  /// The largest scattering angle that the sampling carries.
  double carriedAngle_mrad(const ElectronBeam& beam) const {
    return beam.angle_mrad(bandLimit_invA_);
  }

  /// Throws Error(capacity), naming the sampling that would do, when `angle_mrad` is not carried;
  /// `what` names who asks ("detector haadf").
  void require(double angle_mrad, const ElectronBeam& beam, const std::string& what) const;

  bool operator==(const Grid&) const = default;

 private:
  int nx_, ny_;
  double lx_A_, ly_A_, bandLimit_invA_;
};

}  // namespace glasscope::multislice
