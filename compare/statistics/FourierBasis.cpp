#include "compare/statistics/FourierBasis.h"

#include <cmath>

#include "core/math/Fourier2.h"

namespace glasscope::compare {

FourierBasis::FourierBasis(PixelMask mask) : SurrogateBasis(std::move(mask)) {
  const int nx = this->mask().nx(), ny = this->mask().ny();
  for (int x = 0; x < nx; ++x) {
    for (int y = 0; y < ny; ++y) {
      const int px = (nx - x) % nx, py = (ny - y) % ny;
      const bool single = px == x && py == y;
      if (single ? x + y > 0 : x * ny + y < px * ny + py) frequencies_.push_back({x, y, single});
    }
  }
}

SurrogateBasis::Amplitudes FourierBasis::transform(const Array2<double>& unit) const {
  const Array2<std::complex<double>> transform = forwardFourier(unit);
  // Parseval: the squares of the transform add up to the number of pixels.
  const double single = 1 / std::sqrt(static_cast<double>(unit.size()));
  Amplitudes amplitudes;
  for (const Frequency& f : frequencies_) {
    amplitudes.push_back(transform(f.x, f.y) * (f.single ? single : single * std::sqrt(2.0)));
  }
  return amplitudes;
}

Array2<double> FourierBasis::compose(const Amplitudes& amplitudes) const {
  const int nx = mask().nx(), ny = mask().ny();
  const double single = std::sqrt(static_cast<double>(mask().size()));
  Array2<std::complex<double>> transform(nx, ny);
  for (std::size_t k = 0; k < frequencies_.size(); ++k) {
    const Frequency& f = frequencies_[k];
    const auto value = amplitudes[k] * (f.single ? single : single / std::sqrt(2.0));
    transform(f.x, f.y) = value;
    if (!f.single) transform((nx - f.x) % nx, (ny - f.y) % ny) = std::conj(value);
  }
  return inverseFourierReal(transform);
}

}  // namespace glasscope::compare
