#include "core/math/Fourier2.h"

#include <unsupported/Eigen/FFT>

namespace glasscope {

namespace {

using Complex = std::complex<double>;

// Rows are contiguous; columns are gathered, transformed and scattered.
Array2<Complex> transform(Array2<Complex> values, bool inverse) {
  Eigen::FFT<double> fft;  // its plans are cached inside: one a call, so that calls are independent
  const int nx = values.nx(), ny = values.ny();
  std::vector<Complex> in(static_cast<std::size_t>(std::max(nx, ny))), out(in.size());
  for (int x = 0; x < nx; ++x) {
    Complex* row = values.data() + static_cast<std::size_t>(x) * ny;
    std::copy(row, row + ny, in.data());
    if (inverse)
      fft.inv(row, in.data(), ny);
    else
      fft.fwd(row, in.data(), ny);
  }
  for (int y = 0; y < ny; ++y) {
    for (int x = 0; x < nx; ++x) in[x] = values(x, y);
    if (inverse)
      fft.inv(out.data(), in.data(), nx);
    else
      fft.fwd(out.data(), in.data(), nx);
    for (int x = 0; x < nx; ++x) values(x, y) = out[x];
  }
  return values;
}

}  // namespace

Array2<Complex> forwardFourier(const Array2<double>& real) {
  Array2<Complex> values(real.nx(), real.ny());
  for (std::size_t i = 0; i < real.size(); ++i) values[i] = real[i];
  return transform(std::move(values), false);
}

Array2<Complex> forwardFourier(const Array2<Complex>& values) {
  return transform(values, false);
}

Array2<Complex> inverseFourier(const Array2<Complex>& values) {
  return transform(values, true);
}

Array2<double> inverseFourierReal(const Array2<Complex>& values) {
  const Array2<Complex> complex = transform(values, true);
  Array2<double> real(complex.nx(), complex.ny());
  for (std::size_t i = 0; i < real.size(); ++i) real[i] = complex[i].real();
  return real;
}

int friendlyFourierSize(int n) {
  for (;; ++n) {
    int rest = n;
    for (const int prime : {2, 3, 5}) {
      while (rest % prime == 0) rest /= prime;
    }
    if (rest == 1) return n;
  }
}

}  // namespace glasscope
