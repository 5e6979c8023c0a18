#pragma once

#include <complex>

#include "core/math/Array2.h"

namespace glasscope {

/// Double-precision two-dimensional Fourier transforms of small maps, any size (Eigen's kissfft:
/// the statistics need 1e-12, the waves of the multislice room need speed, hence two libraries).
/// F(k) = sum f(x) exp(-2 pi i k x); the inverse divides by the number of pixels.
Array2<std::complex<double>> forwardFourier(const Array2<double>& real);
Array2<std::complex<double>> forwardFourier(const Array2<std::complex<double>>& values);
Array2<std::complex<double>> inverseFourier(const Array2<std::complex<double>>& values);
Array2<double> inverseFourierReal(const Array2<std::complex<double>>& values);

/// Signed frequency of index i of an unshifted transform of n points, in cycles per n points.
inline int signedFrequency(int i, int n) {
  return i < (n + 1) / 2 ? i : i - n;
}

/// The smallest 2^a 3^b 5^c not less than n.
int friendlyFourierSize(int n);

}  // namespace glasscope
