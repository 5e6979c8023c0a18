#pragma once

#include <complex>
#include <span>
#include <vector>

#include "core/math/Vec.h"

namespace glasscope::voronoi {

/// Complex spherical harmonics Y_lm of one degree, for m = 0 ... l (the others follow from
/// Y_l,-m = (-1)^m conj Y_lm), with the Condon-Shortley phase, orthonormal on the sphere.
class SphericalHarmonics {
 public:
  explicit SphericalHarmonics(int degree);
  int degree() const { return degree_; }
  /// Adds weight * Y_lm(unit) to sums[m]; `sums` has degree + 1 elements.
  void accumulate(const Vec3& unit, double weight, std::span<std::complex<double>> sums) const;

 private:
  int degree_;
  std::vector<std::vector<double>> polynomial_;  // [m][power of z]: Y_lm = (x + iy)^m p_m(z)
};

/// Wigner's 3j symbol (l l l; m1 m2 m3) by Racah's formula; 0 where the rules forbid it.
double wigner3j(int l, int m1, int m2, int m3);

}  // namespace glasscope::voronoi
