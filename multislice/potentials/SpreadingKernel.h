#pragma once

#include <array>
#include <vector>

namespace glasscope::multislice {

/// The Kaiser-Bessel window that shares a point among the 8 nearest points of a line, for the
/// non-uniform FFT: phi(t) = I0(b sqrt(1 - (t/4)^2)) / I0(b), |t| <= 4 in grid points. Its
/// transform is known, so that it can be divided out again. The shape b follows the oversampling s
/// (Beatty, Nishimura & Pauly, IEEE Trans. Med. Imaging 24, 799 (2005), Eq. 5).
class SpreadingKernel {
 public:
  static constexpr int kWidth = 8;

  /// For frequencies up to 1 / (2 oversampling) cycles a grid point; oversampling > 1.
  explicit SpreadingKernel(double oversampling);

  /// Shares a point at `u` grid points among the points first .. first + 7 (not wrapped).
  struct Share {
    int first;
    std::array<float, kWidth> weights;
  };
  Share share(double u) const;

  /// The transform of phi at `frequency` cycles a grid point.
  double transform(double frequency) const;

 private:
  static constexpr int kTerms = 14;  ///< of the polynomials that stand for phi between grid points

  double shape_;
  std::array<std::array<float, kWidth>, kTerms> coefficients_{};  ///< lowest power first
};

}  // namespace glasscope::multislice
