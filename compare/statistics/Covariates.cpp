#include "compare/statistics/Covariates.h"

#include <cmath>

namespace glasscope::compare {

namespace {

double inner(const Array2<double>& a, const Array2<double>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

}  // namespace

Covariates::Covariates(const std::vector<Map2>& maps, bool slopes, PixelMask mask)
    : mask_(std::move(mask)) {
  const int nx = mask_.nx(), ny = mask_.ny();
  if (slopes) {
    const auto addPower = [&](int px, int py) {
      Array2<double> values(nx, ny);
      for (int x = 0; x < nx; ++x) {
        for (int y = 0; y < ny; ++y) {
          const double u = (2 * x + 1.0) / nx - 1, v = (2 * y + 1.0) / ny - 1;
          values(x, y) = std::pow(u, px) * std::pow(v, py);
        }
      }
      add(values);
    };
    for (const auto& [px, py] : {std::pair{1, 0}, {0, 1}, {2, 0}, {1, 1}, {0, 2}}) addPower(px, py);
  }
  for (const Map2& map : maps) add(map.values);
}

Array2<double> Covariates::centred(const Array2<double>& values) const {
  double mean = 0, count = 0;
  for (std::size_t i = 0; i < mask_.size(); ++i) {
    if (!mask_[i]) continue;
    mean += values[i];
    count += 1;
  }
  mean /= std::max(count, 1.0);
  Array2<double> result(mask_.nx(), mask_.ny());
  for (std::size_t i = 0; i < mask_.size(); ++i) result[i] = mask_[i] ? values[i] - mean : 0;
  return result;
}

Array2<double> Covariates::residual(const Array2<double>& values) const {
  Array2<double> result = centred(values);
  for (int pass = 0; pass < 2; ++pass) {  // the second takes away what rounding left
    for (const Array2<double>& direction : directions_) {
      const double share = inner(result, direction);
      for (std::size_t i = 0; i < result.size(); ++i) result[i] -= share * direction[i];
    }
  }
  return result;
}

double Covariates::shareLeft(const Array2<double>& values) const {
  const Array2<double> all = centred(values), rest = residual(values);
  const double variance = inner(all, all);
  return variance > 0 ? inner(rest, rest) / variance : 0;
}

void Covariates::add(const Array2<double>& values) {
  Array2<double> rest = residual(values);
  const Array2<double> all = centred(values);
  const double left = inner(rest, rest);
  if (!(left > 1e-12 * inner(all, all)) || !(left > 0)) return;
  for (double& value : rest) value /= std::sqrt(left);
  directions_.push_back(std::move(rest));
}

}  // namespace glasscope::compare
