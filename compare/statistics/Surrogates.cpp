#include "compare/statistics/Surrogates.h"

#include <cmath>

#include "core/math/Constants.h"
#include "core/math/Fourier2.h"
#include "core/math/Random.h"
#include "core/system/Error.h"

namespace glasscope::compare {

namespace {

using Complex = std::complex<double>;

// Calls visit(x, y, self) for one of each pair of conjugate frequencies, the zero frequency left
// out.
template <class Visit>
void eachFrequency(int nx, int ny, const Visit& visit) {
  for (int x = 0; x < nx; ++x) {
    for (int y = 0; y < ny; ++y) {
      const int px = (nx - x) % nx, py = (ny - y) % ny;
      const bool self = px == x && py == y;
      if (self ? x + y > 0 : x * ny + y < px * ny + py) visit(x, y, self);
    }
  }
}

}  // namespace

SurrogateSpectrum::SurrogateSpectrum(const Array2<double>& values,
                                     const Array2<unsigned char>& mask)
    : nx_(values.nx()), ny_(values.ny()) {
  double mean = 0, square = 0;
  std::size_t count = 0;
  for (std::size_t i = 0; i < mask.size(); ++i) {
    if (!mask[i]) continue;
    mean += values[i];
    ++count;
  }
  if (count == 0) return;
  mean /= static_cast<double>(count);
  Array2<double> centred(nx_, ny_);
  for (std::size_t i = 0; i < mask.size(); ++i) {
    centred[i] = mask[i] ? values[i] - mean : 0;
    square += centred[i] * centred[i];
  }
  if (square <= 1e-26 * static_cast<double>(count) * mean * mean || square == 0) return;
  const Array2<Complex> transform = forwardFourier(centred);
  const double scale = 1 / std::sqrt(square * static_cast<double>(values.size()));  // Parseval
  eachFrequency(nx_, ny_, [&](int x, int y, bool self) {
    amplitudes_.push_back(transform(x, y) * (self ? scale : scale * std::sqrt(2.0)));
  });
}

double SurrogateSpectrum::correlation(const SurrogateSpectrum& other) const {
  double sum = 0;
  for (std::size_t i = 0; i < amplitudes_.size(); ++i) {
    const Complex &a = amplitudes_[i], &b = other.amplitudes_[i];
    sum += a.real() * b.real() + a.imag() * b.imag();
  }
  return sum;
}

std::vector<Complex> SurrogateSpectrum::randomFactors(int nx, int ny, std::uint64_t seed,
                                                      std::uint64_t index) {
  Random random(seed, "phase_surrogate", index);
  std::vector<Complex> factors;
  eachFrequency(nx, ny, [&](int, int, bool self) {
    const double u = random.uniform();
    if (self)
      factors.emplace_back(u < 0.5 ? 1.0 : -1.0);
    else
      factors.push_back(std::polar(1.0, 2 * constants::kPi * u));
  });
  return factors;
}

SurrogateSpectrum SurrogateSpectrum::times(const std::vector<Complex>& factors) const {
  GLASSCOPE_ENSURE(constant() || factors.size() == amplitudes_.size(), "factors of another size");
  SurrogateSpectrum result = *this;
  for (std::size_t i = 0; i < amplitudes_.size(); ++i) {
    const Complex &a = amplitudes_[i], &f = factors[i];
    result.amplitudes_[i] = {a.real() * f.real() - a.imag() * f.imag(),
                             a.real() * f.imag() + a.imag() * f.real()};
  }
  return result;
}

double SurrogateSpectrum::toroidalP(const SurrogateSpectrum& other) const {
  if (constant() || other.constant()) return 1;
  Array2<Complex> product(nx_, ny_);
  std::size_t i = 0;
  eachFrequency(nx_, ny_, [&](int x, int y, bool self) {
    const Complex value = amplitudes_[i] * std::conj(other.amplitudes_[i]);
    ++i;
    product(x, y) = self ? value : 0.5 * value;
    if (!self) product((nx_ - x) % nx_, (ny_ - y) % ny_) = 0.5 * std::conj(value);
  });
  // The inverse transform divides by the number of pixels: r of shift s is N times it.
  const Array2<double> shifted = inverseFourierReal(product);
  const double observed = std::abs(shifted[0]) * (1 - 1e-9);  // equal up to rounding counts
  std::size_t reached = 0;
  for (const double value : shifted) reached += std::abs(value) >= observed;
  return static_cast<double>(reached) / static_cast<double>(shifted.size());
}

}  // namespace glasscope::compare
