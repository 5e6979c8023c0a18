#include "voronoi/order/SphericalHarmonics.h"

#include <algorithm>
#include <cmath>

#include "core/math/Constants.h"

namespace glasscope::voronoi {

namespace {

double factorial(int n) {
  double product = 1;
  for (int k = 2; k <= n; ++k) product *= k;
  return product;
}

/// Coefficients of the Legendre polynomial P_l by Bonnet's recursion.
std::vector<double> legendre(int l) {
  std::vector<double> before = {1}, here = {0, 1};
  if (l == 0) return before;
  for (int n = 1; n < l; ++n) {
    std::vector<double> next(here.size() + 1, 0.0);
    for (std::size_t k = 0; k < here.size(); ++k) next[k + 1] += (2 * n + 1) * here[k] / (n + 1);
    for (std::size_t k = 0; k < before.size(); ++k) next[k] -= n * before[k] / (n + 1);
    before = std::move(here);
    here = std::move(next);
  }
  return here;
}

std::vector<double> derivative(const std::vector<double>& p) {
  std::vector<double> out;
  for (std::size_t k = 1; k < p.size(); ++k) out.push_back(static_cast<double>(k) * p[k]);
  return out;
}

}  // namespace

SphericalHarmonics::SphericalHarmonics(int degree) : degree_(degree) {
  auto p = legendre(degree);
  for (int m = 0; m <= degree; ++m) {
    const double norm = (m % 2 ? -1 : 1) * std::sqrt((2 * degree + 1) / (4 * constants::kPi) *
                                                     factorial(degree - m) / factorial(degree + m));
    auto scaled = p;
    for (auto& c : scaled) c *= norm;
    polynomial_.push_back(std::move(scaled));
    p = derivative(p);
  }
}

void SphericalHarmonics::accumulate(const Vec3& unit, double weight,
                                    std::span<std::complex<double>> sums) const {
  double re = weight, im = 0;  // weight (x + iy)^m
  for (std::size_t m = 0; m < polynomial_.size(); ++m) {
    const auto& c = polynomial_[m];
    double value = 0;
    for (std::size_t k = c.size(); k-- > 0;) value = value * unit.z() + c[k];
    sums[m] += std::complex<double>(re * value, im * value);
    const double next = re * unit.x() - im * unit.y();
    im = re * unit.y() + im * unit.x();
    re = next;
  }
}

double wigner3j(int l, int m1, int m2, int m3) {
  if (m1 + m2 + m3 != 0 || std::max({std::abs(m1), std::abs(m2), std::abs(m3)}) > l) return 0;
  const double triangle = std::pow(factorial(l), 3) / factorial(3 * l + 1);
  const double ms = factorial(l + m1) * factorial(l - m1) * factorial(l + m2) * factorial(l - m2) *
                    factorial(l + m3) * factorial(l - m3);
  double sum = 0;
  for (int t = 0; t <= l; ++t) {
    const int others[] = {m1 + t, t - m2, l - t, l - t - m1, l - t + m2};
    if (std::any_of(std::begin(others), std::end(others), [](int n) { return n < 0; })) continue;
    double product = factorial(t);
    for (const int n : others) product *= factorial(n);
    sum += (t % 2 ? -1 : 1) / product;
  }
  return (m3 % 2 ? -1 : 1) * std::sqrt(triangle * ms) * sum;
}

}  // namespace glasscope::voronoi
