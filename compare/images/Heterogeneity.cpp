#include "compare/images/Heterogeneity.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>

#include "compare/images/GaussianBlur.h"
#include "core/math/Fourier2.h"
#include "core/system/Error.h"

namespace glasscope::compare {

namespace {

using Complex = std::complex<double>;

struct Field {
  Array2<double> values, mask;  // zero outside the mask
  double pixels = 0;
};

double meanOf(const Field& field) {
  double sum = 0;
  for (const double v : field.values) sum += v;
  return sum / field.pixels;
}

Field finiteField(const Map2& map) {
  Field field{Array2<double>(map.nx(), map.ny()), Array2<double>(map.nx(), map.ny())};
  for (std::size_t i = 0; i < field.values.size(); ++i) {
    if (!std::isfinite(map.values[i])) continue;
    field.values[i] = map.values[i];
    field.mask[i] = 1;
    field.pixels += 1;
  }
  return field;
}

Array2<double> lagProducts(const Array2<double>& values, int nx, int ny) {
  Array2<double> padded(nx, ny);
  for (int x = 0; x < values.nx(); ++x) {
    for (int y = 0; y < values.ny(); ++y) padded(x, y) = values(x, y);
  }
  Array2<Complex> transform = forwardFourier(padded);
  for (Complex& value : transform) value = std::norm(value);
  return inverseFourierReal(transform);
}

double firstBelow(const Heterogeneity& h, double level) {
  for (std::size_t i = 1; i < h.radius_A.size(); ++i) {
    const double before = h.autocorrelation[i - 1], here = h.autocorrelation[i];
    if (here >= level) continue;
    const double t = (before - level) / (before - here);
    return h.radius_A[i - 1] + t * (h.radius_A[i] - h.radius_A[i - 1]);
  }
  return std::numeric_limits<double>::quiet_NaN();
}

// Radial mean of the autocovariance over `variance`, at the mean radius of the lags in each class.
void correlate(const Map2& map, const Field& field, double variance, Heterogeneity& result) {
  const int nx = map.periodic ? map.nx() : friendlyFourierSize(2 * map.nx());
  const int ny = map.periodic ? map.ny() : friendlyFourierSize(2 * map.ny());
  const Array2<double> products = lagProducts(field.values, nx, ny);
  const Array2<double> counts = lagProducts(field.mask, nx, ny);
  const double step = std::max(map.pixel_A.x(), map.pixel_A.y());
  const double reach = 0.5 * std::min(map.nx() * map.pixel_A.x(), map.ny() * map.pixel_A.y());
  std::vector<double> sum(static_cast<std::size_t>(reach / step) + 1), pairs(sum), radius(sum);
  for (int x = 0; x < nx; ++x) {
    for (int y = 0; y < ny; ++y) {
      const double r = std::hypot(signedFrequency(x, nx) * map.pixel_A.x(),
                                  signedFrequency(y, ny) * map.pixel_A.y());
      const auto k = static_cast<std::size_t>(std::lround(r / step));
      const double n = std::round(counts(x, y));
      if (k >= sum.size() || !(n > 0)) continue;
      sum[k] += products(x, y);
      pairs[k] += n;
      radius[k] += n * r;
    }
  }
  for (std::size_t k = 0; k < sum.size(); ++k) {
    if (!(pairs[k] > 0)) continue;
    result.radius_A.push_back(radius[k] / pairs[k]);
    result.autocorrelation.push_back(k == 0 ? 1 : sum[k] / pairs[k] / variance);
  }
}

}  // namespace

Heterogeneity heterogeneity(const Map2& map, const HeterogeneitySettings& settings) {
  Field field = finiteField(map);
  const double mean = field.pixels > 0 ? meanOf(field) : 0;
  if (!(field.pixels > 2) || !(std::abs(mean) > 0)) {
    throw Error(ErrorKind::usage, "the heterogeneity of '" + map.name + "' cannot be measured",
                "it has no finite pixels, or their mean is zero", "give an intensity map");
  }
  if (settings.background_A > 0) {
    const Array2<double> slow = gaussianBlur(map, settings.background_A).values;
    for (std::size_t i = 0; i < slow.size(); ++i) {
      if (field.mask[i] > 0) field.values[i] *= mean / slow[i];
    }
  }
  const double level = meanOf(field);
  double second = 0, third = 0;
  for (std::size_t i = 0; i < field.values.size(); ++i) {
    if (!(field.mask[i] > 0)) continue;
    field.values[i] = field.values[i] / level - 1;
    second += std::pow(field.values[i], 2) / field.pixels;
    third += std::pow(field.values[i], 3) / field.pixels;
  }
  // Poisson: the variance of a fraction I among N electrons is I/N.
  const double noise =
      settings.electronsPerPixel > 0 ? 1 / (settings.electronsPerPixel * level) : 0;
  const double variance = second - noise;
  if (!(second > 1e-24)) {
    throw Error(ErrorKind::usage, "the heterogeneity of '" + map.name + "' cannot be measured",
                "the map is constant", "give a map that varies");
  }
  Heterogeneity result;
  result.relativeSigma = std::sqrt(std::max(0.0, variance));
  result.skewness = third / std::pow(second, 1.5);
  if (!(variance > 0)) {
    result.correlationLength_A = result.fwhm_A = std::numeric_limits<double>::quiet_NaN();
    return result;
  }
  correlate(map, field, variance, result);
  result.correlationLength_A = firstBelow(result, std::exp(-1.0));
  result.fwhm_A = 2 * firstBelow(result, 0.5);
  return result;
}

}  // namespace glasscope::compare
