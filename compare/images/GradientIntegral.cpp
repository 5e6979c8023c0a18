#include "compare/images/GradientIntegral.h"

#include <cmath>

#include <fmt/format.h>

#include "core/math/Constants.h"
#include "core/math/Fourier2.h"
#include "core/system/Error.h"

namespace glasscope::compare {

namespace {

using Spectrum = Array2<std::complex<double>>;

/// Continued by mirrors: the potential is even, so its derivative along a direction changes its
/// sign with that direction.
Array2<double> mirrored(const Array2<double>& values, bool alongX) {
  const int nx = values.nx(), ny = values.ny();
  Array2<double> all(2 * nx, 2 * ny);
  for (int i = 0; i < 2 * nx; ++i) {
    for (int j = 0; j < 2 * ny; ++j) {
      const bool flipX = i >= nx, flipY = j >= ny;
      const double sign = (alongX ? flipX : flipY) ? -1 : 1;
      all(i, j) = sign * values(flipX ? 2 * nx - 1 - i : i, flipY ? 2 * ny - 1 - j : j);
    }
  }
  return all;
}

Array2<double> integrated(const Array2<double>& x, const Array2<double>& y, const Vec2& pixel_A) {
  const int nx = x.nx(), ny = x.ny();
  const Spectrum fx = forwardFourier(x), fy = forwardFourier(y);
  Spectrum phi(nx, ny);
  for (int i = 0; i < nx; ++i) {
    for (int j = 0; j < ny; ++j) {
      // The highest frequency of an even number of pixels has no direction.
      const double kx = 2 * i == nx ? 0 : signedFrequency(i, nx) / (nx * pixel_A.x());
      const double ky = 2 * j == ny ? 0 : signedFrequency(j, ny) / (ny * pixel_A.y());
      const double k2 = kx * kx + ky * ky;
      if (k2 == 0) continue;
      phi(i, j) =
          (kx * fx(i, j) + ky * fy(i, j)) / (std::complex<double>(0, 2 * constants::kPi) * k2);
    }
  }
  return inverseFourierReal(phi);
}

}  // namespace

Map2 integrateGradient(const Map2& x, const Map2& y) {
  if (x.nx() != y.nx() || x.ny() != y.ny() || (x.pixel_A - y.pixel_A).norm() > 1e-9 ||
      x.values.empty()) {
    throw Error(ErrorKind::usage, fmt::format("{} and {} cannot be integrated", x.name, y.name),
                "their grids differ", "give both components of one scan");
  }
  for (std::size_t i = 0; i < x.values.size(); ++i) {
    if (std::isfinite(x.values[i]) && std::isfinite(y.values[i])) continue;
    throw Error(ErrorKind::usage, fmt::format("{} and {} cannot be integrated", x.name, y.name),
                "a pixel is undefined", "give maps without gaps");
  }
  Map2 result = x;
  result.name += "_integrated";
  result.unit = x.unit.empty() || x.unit == "1" ? "A" : fmt::format("{} A", x.unit);
  result.description = fmt::format("integral of {} and {}", x.name, y.name);
  if (x.periodic) {
    result.values = integrated(x.values, y.values, x.pixel_A);
    return result;
  }
  const Array2<double> whole =
      integrated(mirrored(x.values, true), mirrored(y.values, false), x.pixel_A);
  double mean = 0;
  for (int i = 0; i < x.nx(); ++i) {
    for (int j = 0; j < x.ny(); ++j) mean += result.values(i, j) = whole(i, j);
  }
  for (double& value : result.values) value -= mean / static_cast<double>(result.values.size());
  return result;
}

}  // namespace glasscope::compare
