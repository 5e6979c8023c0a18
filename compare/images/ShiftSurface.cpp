#include "compare/images/ShiftSurface.h"

#include <algorithm>
#include <cmath>
#include <complex>

#include "core/math/Fourier2.h"
#include "core/system/Error.h"

namespace glasscope::compare {

namespace {

using Complex = std::complex<double>;

/// The sums over covered pixels that r is made of, as transforms: ones, values and squares. Values
/// are taken from their mean, so that squares do not drown what differs.
struct Sums {
  Array2<Complex> ones, values, squares;
};

Sums sumsOf(const Map2& map, int nx, int ny) {
  double sum = 0, count = 0;
  for (const double v : map.values)
    if (std::isfinite(v)) sum += v, ++count;
  Array2<double> ones(nx, ny), values(nx, ny), squares(nx, ny);
  for (int x = 0; x < map.nx(); ++x) {
    for (int y = 0; y < map.ny(); ++y) {
      if (!std::isfinite(map.values(x, y))) continue;
      const double v = map.values(x, y) - sum / count;
      ones(x, y) = 1;
      values(x, y) = v;
      squares(x, y) = v * v;
    }
  }
  return {forwardFourier(ones), forwardFourier(values), forwardFourier(squares)};
}

// sum over x of a(x) b(x + shift).
Array2<double> correlated(const Array2<Complex>& a, const Array2<Complex>& b) {
  Array2<Complex> product(a.nx(), a.ny());
  for (std::size_t i = 0; i < a.size(); ++i) product[i] = std::conj(a[i]) * b[i];
  return inverseFourierReal(product);
}

}  // namespace

Array2<double> shiftSurface(const Map2& reference, const Map2& moving, double least) {
  const int hx = reference.nx() / 2, hy = reference.ny() / 2;
  GLASSCOPE_ENSURE(moving.nx() == reference.nx() + 2 * hx && moving.ny() == reference.ny() + 2 * hy,
                   "the moving map of a surface reaches half of the reference beyond it");
  const int px = friendlyFourierSize(moving.nx()), py = friendlyFourierSize(moving.ny());
  const Sums a = sumsOf(reference, px, py), b = sumsOf(moving, px, py);
  const Array2<double> n = correlated(a.ones, b.ones), sa = correlated(a.values, b.ones),
                       saa = correlated(a.squares, b.ones), sb = correlated(a.ones, b.values),
                       sbb = correlated(a.ones, b.squares), sab = correlated(a.values, b.values);
  const double all = a.ones(0, 0).real(), needed = std::max(3.0, least * all);
  // The reference's (0, 0) lies on the moving map's (0, 0) at the most negative shift.
  Array2<double> surface(2 * hx + 1, 2 * hy + 1, std::nan(""));
  for (int x = 0; x <= 2 * hx; ++x) {
    for (int y = 0; y <= 2 * hy; ++y) {
      const double count = std::round(n(x, y));
      if (count < needed) continue;
      const double va = saa(x, y) - sa(x, y) * sa(x, y) / count;
      const double vb = sbb(x, y) - sb(x, y) * sb(x, y) / count;
      // What is left of a constant by the rounding of the transforms is no contrast.
      const bool varies = va > 1e-10 * saa(x, y) && vb > 1e-10 * sbb(x, y);
      surface(x, y) = varies ? (sab(x, y) - sa(x, y) * sb(x, y) / count) / std::sqrt(va * vb) : 0;
    }
  }
  return surface;
}

double secondPeak(const Array2<double>& surface) {
  const int mx = surface.nx() / 2, my = surface.ny() / 2;
  const double peak = surface(mx, my);
  if (!(peak > 0)) return 1;
  const auto distance = [&](int x, int y) { return std::hypot(x - mx, y - my); };
  constexpr double kHalf = 0.5, kReach = 3;
  double fallen = INFINITY;
  for (int x = 0; x < surface.nx(); ++x)
    for (int y = 0; y < surface.ny(); ++y)
      if (surface(x, y) <= kHalf * peak) fallen = std::min(fallen, distance(x, y));
  if (!std::isfinite(fallen)) return 1;
  double second = 0;
  for (int x = 0; x < surface.nx(); ++x)
    for (int y = 0; y < surface.ny(); ++y)
      if (distance(x, y) > kReach * fallen && surface(x, y) > second) second = surface(x, y);
  return second / peak;
}

std::array<int, 2> highestShift(const Array2<double>& surface) {
  constexpr double kClearly = 0.05;
  const int mx = surface.nx() / 2, my = surface.ny() / 2;
  int bestX = mx, bestY = my;
  for (int x = 0; x < surface.nx(); ++x)
    for (int y = 0; y < surface.ny(); ++y)
      if (surface(x, y) > surface(bestX, bestY)) bestX = x, bestY = y;
  if (!(surface(bestX, bestY) > surface(mx, my) + kClearly)) return {0, 0};
  return {bestX - mx, bestY - my};
}

}  // namespace glasscope::compare
