#pragma once

#include <span>
#include <vector>

#include "multislice/potentials/SpreadingKernel.h"
#include "multislice/waves/Fft.h"
#include "multislice/waves/Wave.h"

namespace glasscope::multislice {

/// The Fourier series of weighted points anywhere in a periodic rectangle,
///
///   S(i, j) = sum over points  w exp(-2 pi i (i x + j y)),   x and y in periods,
///
/// by a non-uniform FFT (type 1): the points are shared among the 8 x 8 nearest points of a grid
/// 1.5 times as fine, transformed, and the transform of the sharing is divided out. The cost of a
/// point does not depend on the grid. Errors stay below 1e-5 of the root mean square of S at the
/// highest frequency and below 1e-6 at low ones (see the test).
///
/// Frequencies are half a spectrum [nx, ny/2 + 1] in FFT order; the Nyquist frequency of an even nx
/// is the mean of both its signs. The same object serves many threads; each brings a scratch array.
class PointTransform {
 public:
  struct Point {
    double x, y;  ///< in periods; any number
    float weight;
  };

  /// At least 8 points along each direction.
  PointTransform(int nx, int ny);

  /// Adds multiplier times S to `spectrum`; both hold nx (ny/2 + 1) values. `scratch` is resized.
  /// The multiplier must contain `correction`.
  void accumulate(std::span<const Point> points, std::span<const float> multiplier,
                  std::span<std::complex<float>> spectrum, Wave& scratch) const;

  /// What undoes the sharing at row i and column j.
  double correction(int i, int j) const { return correctionX_[i] * correctionY_[j]; }

  /// Bytes of the scratch array.
  double scratch_bytes() const {
    return static_cast<double>(fft_.size()) * sizeof(std::complex<float>);
  }

 private:
  void spread(std::span<const Point> points, float* grid) const;

  int nx_, ny_;
  PrunedRealFft fft_;
  SpreadingKernel kernelX_, kernelY_;
  std::vector<double> correctionX_, correctionY_;
};

}  // namespace glasscope::multislice
