#include "compare/images/Heterogeneity.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>

#include <fmt/format.h>

#include "compare/images/GaussianBlur.h"
#include "compare/statistics/ScanBlocks.h"
#include "core/math/Fourier2.h"
#include "core/system/Error.h"

namespace glasscope::compare {

namespace {

using Complex = std::complex<double>;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

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
  return kNaN;
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

// The field divided by its mean, minus one, inside its mask.
void normalise(Field& field) {
  const double level = meanOf(field);
  for (std::size_t i = 0; i < field.values.size(); ++i) {
    if (field.mask[i] > 0) field.values[i] = field.values[i] / level - 1;
  }
}

// Moments and correlation of a field whose pixels outside its mask are zero. `counts` is the mean
// number of electrons a pixel that the detector caught; 0: no shot noise.
Heterogeneity measure(const Map2& map, Field field, double counts) {
  normalise(field);
  double second = 0, third = 0;
  for (std::size_t i = 0; i < field.values.size(); ++i) {
    second += std::pow(field.values[i], 2) / field.pixels;
    third += std::pow(field.values[i], 3) / field.pixels;
  }
  // Counts n of a varying mean L have the cumulants var n = var L + <L> and k3 n = k3 L + 3 var L +
  // <L>, so that what the electrons add can be taken off exactly.
  const double noise = counts > 0 ? 1 / counts : 0;
  const double variance = second - noise;
  Heterogeneity result;
  result.relativeSigma = std::sqrt(std::max(0.0, variance));
  if (!(variance > 0)) {
    result.skewness = result.correlationLength_A = result.fwhm_A = kNaN;
    return result;
  }
  result.skewness = (third - 3 * variance * noise - noise * noise) / std::pow(variance, 1.5);
  correlate(map, field, variance, result);
  result.correlationLength_A = firstBelow(result, std::exp(-1.0));
  result.fwhm_A = 2 * firstBelow(result, 0.5);
  return result;
}

Field withoutBlock(const Field& field, const ScanBlocks& blocks, int block) {
  Field rest = field;
  for (int x = 0; x < field.values.nx(); ++x) {
    for (int y = 0; y < field.values.ny(); ++y) {
      if (blocks.of(x, y) != block) continue;
      rest.pixels -= rest.mask(x, y);
      rest.mask(x, y) = rest.values(x, y) = 0;
    }
  }
  return rest;
}

void addErrors(const Map2& map, const Field& field, double counts, Heterogeneity& result) {
  const ScanBlocks blocks(map.nx(), map.ny());
  std::vector<std::vector<double>> leftOut;
  for (int block = 0; block < blocks.count(); ++block) {
    const Field rest = withoutBlock(field, blocks, block);
    if (rest.pixels < 3) continue;
    const Heterogeneity h = measure(map, rest, counts);
    leftOut.push_back({h.relativeSigma, h.skewness, h.correlationLength_A, h.fwhm_A});
  }
  const std::vector<double> errors = jackknifeErrors(leftOut);
  if (errors.empty()) return;
  result.relativeSigmaError = errors[0];
  result.skewnessError = errors[1];
  result.correlationLengthError_A = errors[2];
  result.fwhmError_A = errors[3];
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
  double second = 0;
  const double level = meanOf(field);
  for (std::size_t i = 0; i < field.values.size(); ++i) {
    if (field.mask[i] > 0) second += std::pow(field.values[i] / level - 1, 2) / field.pixels;
  }
  if (!(second > 1e-24)) {
    throw Error(ErrorKind::usage, "the heterogeneity of '" + map.name + "' cannot be measured",
                "the map is constant", "give a map that varies");
  }
  const double counts = settings.electronsPerPixel * level;
  Heterogeneity result = measure(map, field, counts);
  addErrors(map, field, counts, result);
  result.used = settings;
  return result;
}

Findings findingsOf(const Heterogeneity& h, const std::string& scan) {
  Curves curves;
  curves.name = "heterogeneity";
  curves.title = "Autocorrelation of the map";
  curves.description = fmt::format(
      "Radial mean of the autocorrelation of intensity / mean - 1. {}; {}.",
      h.used.background_A > 0
          ? fmt::format("What is slower than a Gaussian of {:g} angstrom was divided out",
                        h.used.background_A)
          : "No background was divided out",
      h.used.electronsPerPixel > 0
          ? fmt::format("the shot noise of {:.4g} electrons a pixel is taken off",
                        h.used.electronsPerPixel)
          : "no shot noise is taken off");
  curves.xLabel = "distance r";
  curves.xUnit = "angstrom";
  curves.yLabel = "C(r)";
  curves.x = h.radius_A;
  curves.curves.push_back({scan, h.autocorrelation, {}});
  Findings findings{scan, {}, {}};
  if (!curves.x.empty()) findings.curves.push_back(curves);
  const bool onlyNoise = h.relativeSigma == 0;
  findings.numbers = {
      {"relative standard deviation", h.relativeSigma, h.relativeSigmaError, "1",
       onlyNoise ? "the map varies no more than its electrons do" : "of the intensity"},
      {"skewness", h.skewness, h.skewnessError, "1", "of the intensity"},
      {"correlation length", h.correlationLength_A, h.correlationLengthError_A, "angstrom",
       "where the autocorrelation falls to 1/e"},
      {"width of the autocorrelation", h.fwhm_A, h.fwhmError_A, "angstrom",
       "full width at half maximum"}};
  return findings;
}

}  // namespace glasscope::compare
