#include "voronoi/BondOrder.h"

#include <cmath>
#include <complex>
#include <limits>

#include "core/Constants.h"
#include "core/Parallel.h"
#include "voronoi/SphericalHarmonics.h"

namespace glasscope::voronoi {

namespace {

using Complex = std::complex<double>;

constexpr std::int64_t kChunk = 512;

/// The 3j symbols of one degree with m1 + m2 + m3 = 0.
struct Coupling {
  int m1, m2, m3;
  double value;
};

std::vector<Coupling> couplings(int l) {
  std::vector<Coupling> out;
  for (int m1 = -l; m1 <= l; ++m1)
    for (int m2 = -l; m2 <= l; ++m2)
      if (std::abs(m1 + m2) <= l) out.push_back({m1, m2, -m1 - m2, wigner3j(l, m1, m2, -m1 - m2)});
  return out;
}

/// Q_lm for m of either sign.
Complex component(const std::vector<Complex>& q, int m) {
  if (m >= 0) return q[static_cast<std::size_t>(m)];
  const Complex mirrored = std::conj(q[static_cast<std::size_t>(-m)]);
  return m % 2 ? -mirrored : mirrored;
}

/// Weighted mean of Y_lm over the neighbours; false when there are none.
bool meanHarmonics(const Tessellation& cells, std::size_t atom, BondWeighting weighting,
                   const SphericalHarmonics& harmonics, std::vector<Complex>& q) {
  std::fill(q.begin(), q.end(), Complex(0));
  double total = 0;
  const auto end = static_cast<std::size_t>(cells.firstFace[atom + 1]);
  for (auto f = static_cast<std::size_t>(cells.firstFace[atom]); f < end; ++f) {
    if (cells.neighbour[f] == Tessellation::kWall) continue;
    const double weight = weighting == BondWeighting::area ? cells.area_A2[f] : 1;
    harmonics.accumulate(cells.neighbourVector_A[f].normalized(), weight, q);
    total += weight;
  }
  if (total == 0) return false;
  for (auto& c : q) c /= total;
  return true;
}

double squaredNorm(const std::vector<Complex>& q) {
  double sum = std::norm(q[0]);
  for (std::size_t m = 1; m < q.size(); ++m) sum += 2 * std::norm(q[m]);
  return sum;
}

double thirdInvariant(const std::vector<Complex>& q, const std::vector<Coupling>& table) {
  Complex sum = 0;
  for (const auto& c : table)
    sum += c.value * component(q, c.m1) * component(q, c.m2) * component(q, c.m3);
  return sum.real();
}

}  // namespace

BondOrder bondOrder(const Tessellation& cells, int degree, BondWeighting weighting) {
  const SphericalHarmonics harmonics(degree);
  const auto table = couplings(degree);
  const auto n = static_cast<std::int64_t>(cells.size());
  BondOrder out;
  out.q.assign(cells.size(), std::numeric_limits<double>::quiet_NaN());
  out.w = out.q;
  parallelFor((n + kChunk - 1) / kChunk, [&](std::int64_t chunk, int) {
    std::vector<Complex> q(static_cast<std::size_t>(degree) + 1);
    for (auto i = chunk * kChunk; i < std::min(n, (chunk + 1) * kChunk); ++i) {
      const auto atom = static_cast<std::size_t>(i);
      if (!meanHarmonics(cells, atom, weighting, harmonics, q)) continue;
      const double norm2 = squaredNorm(q);
      out.q[atom] = std::sqrt(4 * constants::kPi / (2 * degree + 1) * norm2);
      if (norm2 > 1e-20) out.w[atom] = thirdInvariant(q, table) / std::pow(norm2, 1.5);
    }
  });
  return out;
}

}  // namespace glasscope::voronoi
