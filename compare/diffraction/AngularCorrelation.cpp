#include "compare/diffraction/AngularCorrelation.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/math/Constants.h"

namespace glasscope::compare {

namespace {

double bilinear(const Array2<double>& pattern, double x, double y) {
  const int x0 = std::clamp(static_cast<int>(std::floor(x)), 0, pattern.nx() - 2);
  const int y0 = std::clamp(static_cast<int>(std::floor(y)), 0, pattern.ny() - 2);
  const double tx = x - x0, ty = y - y0;
  return (1 - tx) * ((1 - ty) * pattern(x0, y0) + ty * pattern(x0, y0 + 1)) +
         tx * ((1 - ty) * pattern(x0 + 1, y0) + ty * pattern(x0 + 1, y0 + 1));
}

}  // namespace

std::vector<double> ringIntensity(const Array2<double>& pattern, const DiffractionGrid& grid,
                                  double inner_invA, double outer_invA, int bins) {
  const int radii =
      1 + static_cast<int>(std::ceil(2 * (outer_invA - inner_invA) / grid.step_invA()));
  std::vector<double> intensity(static_cast<std::size_t>(bins));
  for (int b = 0; b < bins; ++b) {
    const double f = 2 * constants::kPi * b / bins;
    const Vec2 direction(std::cos(f), std::sin(f));
    double sum = 0;
    for (int r = 0; r < radii; ++r) {
      const double k = inner_invA + (outer_invA - inner_invA) * (r + 0.5) / radii;
      const Vec2 at = grid.pixelOf(k * direction);
      sum += bilinear(pattern, at.x(), at.y());
    }
    intensity[static_cast<std::size_t>(b)] = sum / radii;
  }
  return intensity;
}

std::vector<double> angularCorrelation(const std::vector<double>& intensity) {
  const std::size_t n = intensity.size();
  double mean = 0;
  std::size_t samples = 0;
  for (const double value : intensity) {
    if (std::isnan(value)) continue;
    mean += value;
    ++samples;
  }
  mean /= static_cast<double>(samples);
  std::vector<double> centred(intensity), correlation(n);
  for (double& value : centred) value = value / mean - 1;
  for (std::size_t lag = 0; lag <= n / 2; ++lag) {
    double sum = 0;
    std::size_t pairs = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const double product = centred[i] * centred[(i + lag) % n];
      if (std::isnan(product)) continue;
      sum += product;
      ++pairs;
    }
    correlation[lag] =
        pairs > 0 ? sum / static_cast<double>(pairs) : std::numeric_limits<double>::quiet_NaN();
    if (lag > 0) correlation[n - lag] = correlation[lag];
  }
  return correlation;
}

std::vector<double> angularPower(const std::vector<double>& correlation, int highest) {
  const std::size_t n = correlation.size();
  std::vector<double> power(static_cast<std::size_t>(highest) + 1);
  for (std::size_t order = 0; order < power.size(); ++order) {
    double sum = 0;
    for (std::size_t lag = 0; lag < n; ++lag) {
      if (std::isnan(correlation[lag])) continue;
      const auto turn = static_cast<double>(order * lag % n) / static_cast<double>(n);
      sum += correlation[lag] * std::cos(2 * constants::kPi * turn);
    }
    power[order] = (order == 0 || 2 * order == n ? 1 : 2) * sum / static_cast<double>(n);
  }
  return power;
}

}  // namespace glasscope::compare
