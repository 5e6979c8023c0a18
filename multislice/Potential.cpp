#include "multislice/Potential.h"

#include <cmath>

#include <Eigen/Core>
#include <fmt/format.h>

#include "core/Constants.h"
#include "core/Error.h"

namespace glasscope::multislice {

namespace {

using Phases = Eigen::Matrix<std::complex<float>, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// exp(-2 pi i m u) for m = 0 .. count-1, by repeated multiplication in double precision (the error
/// stays below 1e-12 for every grid that fits in memory).
template <class Store>
void powers(double u, int count, const Store& store) {
  const std::complex<double> base = std::polar(1.0, -2 * constants::kPi * u);
  std::complex<double> value = 1;
  for (int m = 0; m < count; ++m) {
    store(m, std::complex<float>(value));
    value *= base;
  }
}

/// Rows: all frequencies of one axis in FFT order; columns: atoms. The Nyquist frequency of an even
/// axis stands for both its signs, so its phase is their mean.
Phases fullAxis(std::span<const double> u, int n) {
  Phases phases(n, u.size());
  for (std::size_t a = 0; a < u.size(); ++a) {
    powers(u[a], n / 2 + 1, [&](int m, std::complex<float> p) {
      phases(m, a) = 2 * m == n ? std::complex<float>(p.real()) : p;
      if (m > 0 && 2 * m < n) phases(n - m, a) = std::conj(p);
    });
  }
  return phases;
}

/// Rows: atoms; columns: the frequencies 0 .. n/2 of one axis.
Phases halfAxis(std::span<const double> u, int n) {
  Phases phases(u.size(), n / 2 + 1);
  for (std::size_t a = 0; a < u.size(); ++a) {
    powers(u[a], n / 2 + 1, [&](int m, std::complex<float> p) {
      phases(a, m) = 2 * m == n ? std::complex<float>(p.real()) : p;
    });
  }
  return phases;
}

}  // namespace

Potential::Potential(const Grid& grid, const ScatteringFactors& factors,
                     std::span<const int> species)
    : grid_(grid), fft_(grid.nx(), grid.ny()) {
  const int half = grid.ny() / 2 + 1;
  const double area = grid.lx_A() * grid.ly_A();
  for (int z : species) {
    RealImage& transform = transforms_[z];
    transform.resize(static_cast<std::size_t>(grid.nx()) * half);
    for (int i = 0; i < grid.nx(); ++i) {
      for (int j = 0; j < half; ++j) {
        const double k = std::hypot(grid.kx_invA(i), grid.ky_invA(j));
        transform[static_cast<std::size_t>(i) * half + j] =
            static_cast<float>(factors.projectedTransform(z, k) / area);
      }
    }
  }
}

Array2<float> Potential::project(const Foil& foil, std::span<const std::size_t> atoms) const {
  const int nx = grid_.nx(), ny = grid_.ny(), half = ny / 2 + 1;
  Wave spectrum(static_cast<std::size_t>(nx) * half, 0.0f);
  Phases structure(nx, half);
  for (const auto& [z, transform] : transforms_) {
    std::vector<double> u, v;
    for (std::size_t a : atoms) {
      if (foil.atomicNumbers()[a] != z) continue;
      u.push_back(foil.positions()[a].x() / grid_.lx_A());
      v.push_back(foil.positions()[a].y() / grid_.ly_A());
    }
    if (u.empty()) continue;
    structure.noalias() = fullAxis(u, nx) * halfAxis(v, ny);
    for (std::size_t i = 0; i < spectrum.size(); ++i)
      spectrum[i] += transform[i] * structure.data()[i];
  }
  RealImage image(static_cast<std::size_t>(nx) * ny);
  fft_.inverseReal(spectrum.data(), image.data());
  Array2<float> result(nx, ny);
  std::copy(image.begin(), image.end(), result.begin());
  return result;
}

}  // namespace glasscope::multislice
