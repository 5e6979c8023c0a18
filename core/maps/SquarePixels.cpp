#include "core/maps/SquarePixels.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace glasscope {
namespace {

// Part of fine pixel i that falls into each coarse pixel, as the range of coarse coordinates that
// it covers, counted from the left edge of coarse pixel 0.
struct Extent {
  double begin, end;
};

Extent extentOf(int i, int n, int m, double ratio) {
  // Centres of pixels n / 2 and m / 2 coincide; both have their middle half a pixel from their
  // edge.
  const int coarse = m / 2, fine = n / 2;
  const double middle = coarse + 0.5 + (i - fine) * ratio;
  return {middle - ratio / 2, middle + ratio / 2};
}

// Calls share(i, j, part) with the part of each fine pixel i that lies in coarse pixel j.
template <class Share>
void shareOut(int n, int m, double ratio, const Share& share) {
  for (int i = 0; i < n; ++i) {
    const Extent extent = extentOf(i, n, m, ratio);
    const int first = std::max(0, static_cast<int>(std::floor(extent.begin)));
    for (int j = first; j < m && j < extent.end; ++j) {
      const double inside = std::min(extent.end, j + 1.0) - std::max(extent.begin, double(j));
      if (inside > 0) share(i, j, inside / ratio);
    }
  }
}

}  // namespace

int coveredPixels(int n, double fine, double coarse) {
  constexpr double kRounding = 1e-6;
  const double ratio = fine / coarse;
  const int centre = n / 2;
  const double left = (centre + 0.5) * ratio, right = (n - centre - 0.5) * ratio;
  int m = 1;
  // A row of m pixels reaches m / 2 + 1/2 to the left of its middle, and m - m / 2 - 1/2 to the
  // right.
  for (;; ++m) {
    const int middle = (m + 1) / 2;
    if (middle + 0.5 > left + kRounding || m + 1 - middle - 0.5 > right + kRounding) return m;
  }
}

Array2<float> onSquarePixels(const Array2<float>& pattern, double stepX, double stepY) {
  const double side = std::max(stepX, stepY);
  const int nx = pattern.nx(), ny = pattern.ny();
  const int mx = coveredPixels(nx, stepX, side), my = coveredPixels(ny, stepY, side);
  // One axis after the other; in double precision, because sums of many small numbers follow.
  std::vector<double> along(static_cast<std::size_t>(mx) * static_cast<std::size_t>(ny), 0.0);
  const auto at = [ny](int x, int y) {
    return static_cast<std::size_t>(x) * static_cast<std::size_t>(ny) + static_cast<std::size_t>(y);
  };
  shareOut(nx, mx, stepX / side, [&](int i, int j, double part) {
    for (int y = 0; y < ny; ++y) along[at(j, y)] += part * pattern(i, y);
  });
  Array2<double> sums(mx, my);
  shareOut(ny, my, stepY / side, [&](int i, int j, double part) {
    for (int x = 0; x < mx; ++x) sums(x, j) += part * along[at(x, i)];
  });
  Array2<float> result(mx, my);
  std::transform(sums.begin(), sums.end(), result.begin(),
                 [](double sum) { return static_cast<float>(sum); });
  return result;
}

}  // namespace glasscope
