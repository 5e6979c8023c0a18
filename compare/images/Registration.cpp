#include "compare/images/Registration.h"

#include <cmath>
#include <complex>

#include "core/maps/MapGrid.h"
#include "core/math/Constants.h"
#include "core/math/Fourier2.h"
#include "core/system/Error.h"

namespace glasscope::compare {

namespace {

using Complex = std::complex<double>;
constexpr double kTurn = 2 * constants::kPi;

Array2<double> prepared(const Map2& map) {
  double sum = 0, count = 0, square = 0;
  for (const double v : map.values) {
    if (!std::isfinite(v)) continue;
    sum += v;
    count += 1;
  }
  Array2<double> result(map.nx(), map.ny());
  const auto hann = [&](int i, int n) {
    return map.periodic ? 1.0 : std::pow(std::sin(constants::kPi * (i + 0.5) / n), 2);
  };
  for (int x = 0; x < map.nx(); ++x) {
    for (int y = 0; y < map.ny(); ++y) {
      const double v = map.values(x, y);
      if (!std::isfinite(v)) continue;
      result(x, y) = (v - sum / count) * hann(x, map.nx()) * hann(y, map.ny());
      square += std::pow(v - sum / count, 2);
    }
  }
  if (!(square > 1e-24 * count * std::pow(sum / std::max(count, 1.0), 2)) || square == 0) {
    throw Error(ErrorKind::usage, "'" + map.name + "' cannot be registered",
                "it is constant or empty", "register images that show something");
  }
  return result;
}

// The correlation at a displacement in pixels, between pixels too.
double correlationAt(const Array2<Complex>& spectrum, double dx, double dy) {
  const int nx = spectrum.nx(), ny = spectrum.ny();
  std::vector<Complex> phase(static_cast<std::size_t>(ny));
  for (int y = 0; y < ny; ++y) {
    phase[y] = std::polar(1.0, kTurn * signedFrequency(y, ny) * dy / ny);
  }
  Complex total = 0;
  for (int x = 0; x < nx; ++x) {
    Complex row = 0;
    for (int y = 0; y < ny; ++y) row += spectrum(x, y) * phase[y];
    total += row * std::polar(1.0, kTurn * signedFrequency(x, nx) * dx / nx);
  }
  return total.real();
}

}  // namespace

Registration registerShift(const Map2& reference, const Map2& moving, double cutoff_invA) {
  if (reference.nx() != moving.nx() || reference.ny() != moving.ny() ||
      (reference.pixel_A - moving.pixel_A).norm() > 1e-6 * reference.pixel_A.norm()) {
    throw Error(ErrorKind::usage,
                "'" + reference.name + "' and '" + moving.name + "' cannot be registered",
                "their grids differ", "bring them onto one grid first");
  }
  const int nx = reference.nx(), ny = reference.ny();
  const Array2<Complex> a = forwardFourier(prepared(reference)),
                        b = forwardFourier(prepared(moving));
  const double px = reference.pixel_A.x(), py = reference.pixel_A.y();
  const double cutoff = cutoff_invA > 0 ? cutoff_invA : 0.125 / std::max(px, py);
  Array2<Complex> cross(nx, ny);
  double weights = 0, strongest = 0;
  for (std::size_t i = 0; i < a.size(); ++i) strongest = std::max(strongest, std::abs(a[i] * b[i]));
  for (int x = 0; x < nx; ++x) {
    for (int y = 0; y < ny; ++y) {
      const Complex value = b(x, y) * std::conj(a(x, y));
      // Frequencies that neither image holds have only the phase of rounding errors.
      if (std::abs(value) <= 1e-20 * strongest) continue;
      const double kx = signedFrequency(x, nx) / (nx * px), ky = signedFrequency(y, ny) / (ny * py);
      const double weight = std::exp(-0.5 * (kx * kx + ky * ky) / (cutoff * cutoff));
      cross(x, y) = weight * value / std::abs(value);
      weights += weight;
    }
  }
  const Array2<double> correlation = inverseFourierReal(cross);
  int bestX = 0, bestY = 0;
  for (int x = 0; x < nx; ++x) {
    for (int y = 0; y < ny; ++y) {
      if (correlation(x, y) > correlation(bestX, bestY)) bestX = x, bestY = y;
    }
  }
  double dx = signedFrequency(bestX, nx), dy = signedFrequency(bestY, ny);
  // A coordinate search with shrinking steps: the peak is smooth and single within a pixel.
  double best = correlationAt(cross, dx, dy);
  for (double step = 0.5; step > 0.004; step *= 0.5) {
    for (bool moved = true; moved;) {
      moved = false;
      for (const auto& [ex, ey] : {std::pair{step, 0.0}, {-step, 0.0}, {0.0, step}, {0.0, -step}}) {
        const double here = correlationAt(cross, dx + ex, dy + ey);
        if (here <= best) continue;
        best = here;
        dx += ex;
        dy += ey;
        moved = true;
      }
    }
  }
  return {{dx * px, dy * py}, best / weights};
}

Map2 shifted(const Map2& map, const Vec2& shift_A) {
  Array2<Complex> transform = forwardFourier(map.values);
  for (int x = 0; x < map.nx(); ++x) {
    for (int y = 0; y < map.ny(); ++y) {
      const double turns =
          signedFrequency(x, map.nx()) * shift_A.x() / (map.nx() * map.pixel_A.x()) +
          signedFrequency(y, map.ny()) * shift_A.y() / (map.ny() * map.pixel_A.y());
      transform(x, y) *= std::polar(1.0, -kTurn * turns);
    }
  }
  Map2 result = map;
  result.values = inverseFourierReal(transform);
  return result;
}

}  // namespace glasscope::compare
