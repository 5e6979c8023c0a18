#pragma once

#include <cmath>
#include <complex>
#include <numbers>
#include <span>
#include <vector>

#include "core/math/Array2.h"
#include "core/scattering/ScatteringFactors.h"
#include "multislice/specimen/Foil.h"
#include "multislice/waves/Fft.h"
#include "multislice/waves/Grid.h"
#include "multislice/waves/Wave.h"

namespace glasscope::multislice {

/// The Fourier series of the projected potential, term by term in double precision: the check of
/// Potential, at a cost of atoms times pixels.
class ExactPotential {
 public:
  ExactPotential(const Grid& grid, const ScatteringFactors& factors)
      : grid_(grid), factors_(factors) {}

  /// V angstrom, [x, y].
  Array2<float> project(const Foil& foil, std::span<const std::size_t> atoms) const {
    const int nx = grid_.nx(), half = grid_.ny() / 2 + 1;
    std::vector<std::complex<double>> spectrum(static_cast<std::size_t>(nx) * half);
    for (int z : foil.species()) {
      std::vector<std::complex<double>> structure(spectrum.size());
      for (std::size_t a : atoms) {
        if (foil.atomicNumbers()[a] != z) continue;
        const Vec3& r = foil.positions()[a];
        const auto x = phases(r.x() / grid_.lx_A(), nx),
                   y = phases(r.y() / grid_.ly_A(), grid_.ny());
        for (int i = 0; i < nx; ++i) {
          for (int j = 0; j < half; ++j) structure[at(i, j)] += x[i] * y[j];
        }
      }
      for (int i = 0; i < nx; ++i) {
        for (int j = 0; j < half; ++j) {
          const double k = std::hypot(grid_.kx_invA(i), grid_.ky_invA(j));
          spectrum[at(i, j)] += structure[at(i, j)] * factors_.projectedTransform(z, k) /
                                (grid_.lx_A() * grid_.ly_A());
        }
      }
    }
    Wave single(spectrum.begin(), spectrum.end());
    RealImage image(grid_.pixels());
    Fft(nx, grid_.ny()).inverseReal(single.data(), image.data());
    Array2<float> result(nx, grid_.ny());
    std::copy(image.begin(), image.end(), result.begin());
    return result;
  }

 private:
  std::size_t at(int i, int j) const {
    return static_cast<std::size_t>(i) * (grid_.ny() / 2 + 1) + j;
  }

  /// In FFT order; the Nyquist frequency stands for both its signs.
  static std::vector<std::complex<double>> phases(double u, int n) {
    std::vector<std::complex<double>> phases(n);
    for (int i = 0; i < n; ++i) {
      const int m = i <= n / 2 ? i : i - n;
      phases[i] = std::polar(1.0, -2 * std::numbers::pi * m * u);
      if (2 * m == n) phases[i] = phases[i].real();
    }
    return phases;
  }

  Grid grid_;
  ScatteringFactors factors_;
};

/// sqrt(mean (a - b)^2 / mean b^2).
inline double relativeError(const Array2<float>& a, const Array2<float>& b) {
  double off = 0, all = 0;
  for (std::size_t i = 0; i < b.size(); ++i) {
    off += std::pow(static_cast<double>(a[i]) - b[i], 2);
    all += std::pow(static_cast<double>(b[i]), 2);
  }
  return std::sqrt(off / all);
}

}  // namespace glasscope::multislice
