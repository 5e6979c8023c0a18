#include "compare/images/GaussianBlur.h"

#include <cmath>
#include <limits>
#include <vector>

namespace glasscope::compare {

namespace {

std::vector<double> kernelOf(double sigma, double pixel) {
  const int reach = static_cast<int>(std::ceil(5 * sigma / pixel));
  std::vector<double> kernel(static_cast<std::size_t>(reach) + 1);
  for (int i = 0; i <= reach; ++i) {
    kernel[i] = sigma > 0 ? std::exp(-0.5 * std::pow(i * pixel / sigma, 2)) : 1;
  }
  return kernel;
}

enum class Beyond { nothing, repeats, mirrored };

int reflectedIndex(int j, int n) {
  const int period = 2 * n;
  j = (j % period + period) % period;
  return j < n ? j : period - 1 - j;
}

// Weighted sums along one axis; `stride` walks along it.
void blurLine(const double* in, double* out, int n, std::ptrdiff_t stride, Beyond beyond,
              const std::vector<double>& kernel) {
  const int reach = static_cast<int>(kernel.size()) - 1;
  for (int i = 0; i < n; ++i) {
    double sum = 0;
    for (int d = -reach; d <= reach; ++d) {
      int j = i + d;
      if (j < 0 || j >= n) {
        if (beyond == Beyond::nothing) continue;
        if (beyond == Beyond::repeats)
          j = (j % n + n) % n;
        else
          j = reflectedIndex(j, n);
      }
      sum += kernel[std::abs(d)] * in[j * stride];
    }
    out[i * stride] = sum;
  }
}

Array2<double> blurred(const Array2<double>& values, Beyond beyond, const std::vector<double>& kx,
                       const std::vector<double>& ky) {
  const int nx = values.nx(), ny = values.ny();
  Array2<double> along(nx, ny), both(nx, ny);
  for (int x = 0; x < nx; ++x) {
    const std::ptrdiff_t row = static_cast<std::ptrdiff_t>(x) * ny;
    blurLine(values.data() + row, along.data() + row, ny, 1, beyond, ky);
  }
  for (int y = 0; y < ny; ++y) {
    blurLine(along.data() + y, both.data() + y, nx, ny, beyond, kx);
  }
  return both;
}

}  // namespace

Map2 gaussianBlur(const Map2& map, double sigma_A, BlurEdge edge) {
  const Beyond beyond = map.periodic                  ? Beyond::repeats
                        : edge == BlurEdge::reflected ? Beyond::mirrored
                                                      : Beyond::nothing;
  Array2<double> values(map.nx(), map.ny()), mask(map.nx(), map.ny());
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(map.values[i])) continue;
    values[i] = map.values[i];
    mask[i] = 1;
  }
  const std::vector<double> kx = kernelOf(sigma_A, map.pixel_A.x());
  const std::vector<double> ky = kernelOf(sigma_A, map.pixel_A.y());
  const Array2<double> sums = blurred(values, beyond, kx, ky);
  const Array2<double> weights = blurred(mask, beyond, kx, ky);
  Map2 result = map;
  for (std::size_t i = 0; i < values.size(); ++i) {
    result.values[i] =
        mask[i] > 0 ? sums[i] / weights[i] : std::numeric_limits<double>::quiet_NaN();
  }
  return result;
}

}  // namespace glasscope::compare
