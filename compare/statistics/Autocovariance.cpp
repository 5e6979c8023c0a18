#include "compare/statistics/Autocovariance.h"

#include <cmath>
#include <complex>
#include <limits>

#include "core/math/Fourier2.h"
#include "core/system/Error.h"

namespace glasscope::compare {

namespace {

using Complex = std::complex<double>;

Array2<double> padded(const Array2<double>& values, int nx, int ny) {
  Array2<double> result(nx, ny);
  for (int x = 0; x < values.nx(); ++x) {
    for (int y = 0; y < values.ny(); ++y) result(x, y) = values(x, y);
  }
  return result;
}

Array2<double> selfCorrelation(const Array2<Complex>& transform) {
  Array2<Complex> power(transform.nx(), transform.ny());
  for (std::size_t i = 0; i < power.size(); ++i) power[i] = std::norm(transform[i]);
  return inverseFourierReal(power);
}

int lagClass(int x, int y, int nx, int ny) {
  return static_cast<int>(std::lround(std::hypot(signedFrequency(x, nx), signedFrequency(y, ny))));
}

}  // namespace

Autocovariance::Autocovariance(const Array2<double>& values, const Array2<unsigned char>& mask,
                               bool periodic)
    : periodic_(periodic) {
  const int mx = values.nx(), my = values.ny();
  // Zero padding to twice the size keeps the two sides of an open map apart.
  const int nx = periodic ? mx : friendlyFourierSize(2 * mx);
  const int ny = periodic ? my : friendlyFourierSize(2 * my);
  Array2<double> centred(mx, my), ones(mx, my);
  double mean = 0;
  for (std::size_t i = 0; i < mask.size(); ++i) {
    if (!mask[i]) continue;
    ones[i] = 1;
    mean += values[i];
    pixels_ += 1;
  }
  mean /= pixels_;
  for (std::size_t i = 0; i < mask.size(); ++i) centred[i] = mask[i] ? values[i] - mean : 0;

  const Array2<Complex> onesTransform = forwardFourier(padded(ones, nx, ny));
  const Array2<double> products = selfCorrelation(forwardFourier(padded(centred, nx, ny)));
  const Array2<double> counts = selfCorrelation(onesTransform);
  for (int x = 0; x < nx; ++x) {
    for (int y = 0; y < ny; ++y) {
      const auto k = static_cast<std::size_t>(lagClass(x, y, nx, ny));
      if (k >= covariance_.size()) {
        covariance_.resize(k + 1);
        pairs_.resize(k + 1);
      }
      covariance_[k] += products(x, y);
      pairs_[k] += std::round(counts(x, y));
    }
  }
  for (std::size_t k = 0; k < covariance_.size(); ++k) {
    covariance_[k] = pairs_[k] > 0 ? covariance_[k] / pairs_[k] : 0;
  }

  Array2<double> lags(nx, ny);
  for (int x = 0; x < nx; ++x) {
    for (int y = 0; y < ny; ++y) lags(x, y) = at(lagClass(x, y, nx, ny));
  }
  Array2<Complex> product = forwardFourier(lags);
  for (std::size_t i = 0; i < product.size(); ++i) product[i] *= onesTransform[i];
  const Array2<double> sums = inverseFourierReal(product);
  rowSums_ = Array2<double>(mx, my);
  for (int x = 0; x < mx; ++x) {
    for (int y = 0; y < my; ++y) rowSums_(x, y) = mask(x, y) ? sums(x, y) : 0;
  }
}

double Autocovariance::at(int distance) const {
  return distance < classes() ? covariance_[static_cast<std::size_t>(distance)] : 0;
}

// With P = 1 - J/n (J all ones): tr(P Sa P Sb) = tr(Sa Sb) - 2/n 1'Sa Sb 1 + (1'Sa 1)(1'Sb 1)/n^2
// and tr(P S) = tr(S) - 1'S 1/n.
double Autocovariance::effectiveSamples(const Autocovariance& a, const Autocovariance& b) {
  GLASSCOPE_ENSURE(a.rowSums_.size() == b.rowSums_.size() && a.pixels_ == b.pixels_ &&
                       a.periodic_ == b.periodic_,
                   "effective samples compare maps on one grid and mask");
  const double n = a.pixels_;
  double trace = 0, crossSum = 0, sumA = 0, sumB = 0;
  for (int k = 0; k < a.classes(); ++k) trace += a.pairs_[k] * a.covariance_[k] * b.covariance_[k];
  for (std::size_t i = 0; i < a.rowSums_.size(); ++i) {
    crossSum += a.rowSums_[i] * b.rowSums_[i];
    sumA += a.rowSums_[i];
    sumB += b.rowSums_[i];
  }
  const double numerator = trace - 2 * crossSum / n + sumA * sumB / (n * n);
  const double denominator = (n * a.at(0) - sumA / n) * (n * b.at(0) - sumB / n);
  if (!(denominator > 0)) return std::numeric_limits<double>::quiet_NaN();
  if (!(numerator > 0)) return std::numeric_limits<double>::infinity();
  return 1 + denominator / numerator;
}

}  // namespace glasscope::compare
