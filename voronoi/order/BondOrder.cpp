#include "voronoi/order/BondOrder.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>

#include "core/math/Constants.h"
#include "core/system/InterruptibleFor.h"
#include "voronoi/order/SphericalHarmonics.h"

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
Complex component(std::span<const Complex> q, int m) {
  if (m >= 0) return q[static_cast<std::size_t>(m)];
  const Complex mirrored = std::conj(q[static_cast<std::size_t>(-m)]);
  return m % 2 ? -mirrored : mirrored;
}

/// Weighted mean of Y_lm over the neighbours; false when there are none.
bool meanHarmonics(const Tessellation& cells, std::size_t atom, BondWeighting weighting,
                   const SphericalHarmonics& harmonics, std::span<Complex> q) {
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

double thirdInvariant(std::span<const Complex> q, const std::vector<Coupling>& table) {
  Complex sum = 0;
  for (const auto& c : table)
    sum += c.value * component(q, c.m1) * component(q, c.m2) * component(q, c.m3);
  return sum.real();
}

/// Runs body(atom) for all atoms, in chunks.
template <class Body>
void forAtoms(std::size_t count, const Body& body) {
  const auto n = static_cast<std::int64_t>(count);
  interruptibleFor((n + kChunk - 1) / kChunk, [&](std::int64_t chunk, int) {
    for (auto i = chunk * kChunk; i < std::min(n, (chunk + 1) * kChunk); ++i)
      body(static_cast<std::size_t>(i));
  });
}

BondHarmonics undefined(std::size_t atoms, int degree, BondWeighting weighting) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  const auto terms = static_cast<std::size_t>(degree) + 1;
  return {degree, weighting, std::vector<Complex>(atoms * terms, {kNone, kNone})};
}

std::span<Complex> slot(BondHarmonics& harmonics, std::size_t atom) {
  const auto terms = static_cast<std::size_t>(harmonics.degree) + 1;
  return {harmonics.values.data() + atom * terms, terms};
}

std::size_t atomsOf(const BondHarmonics& harmonics) {
  return harmonics.values.size() / (static_cast<std::size_t>(harmonics.degree) + 1);
}

bool defined(std::span<const Complex> q) {
  return !std::isnan(q[0].real());
}

/// Mean area of a cell's faces as seen from a point of its surface.
double seenArea(const Tessellation& cells, std::size_t atom) {
  double sum = 0, squares = 0;
  const auto end = static_cast<std::size_t>(cells.firstFace[atom + 1]);
  for (auto f = static_cast<std::size_t>(cells.firstFace[atom]); f < end; ++f) {
    sum += cells.area_A2[f];
    squares += cells.area_A2[f] * cells.area_A2[f];
  }
  return squares / sum;
}

}  // namespace

double harmonicProduct(std::span<const Complex> a, std::span<const Complex> b) {
  double sum = a[0].real() * b[0].real() + a[0].imag() * b[0].imag();
  for (std::size_t m = 1; m < a.size(); ++m)
    sum += 2 * (a[m].real() * b[m].real() + a[m].imag() * b[m].imag());
  return sum;
}

BondHarmonics bondHarmonics(const Tessellation& cells, int degree, BondWeighting weighting,
                            std::span<const std::uint8_t> skip) {
  const SphericalHarmonics harmonics(degree);
  auto out = undefined(cells.size(), degree, weighting);
  forAtoms(cells.size(), [&](std::size_t atom) {
    if (!skip.empty() && skip[atom]) return;
    const auto q = slot(out, atom);
    if (!meanHarmonics(cells, atom, weighting, harmonics, q))
      std::fill(q.begin(), q.end(), Complex(std::numeric_limits<double>::quiet_NaN()));
  });
  return out;
}

BondHarmonics averagedHarmonics(const Tessellation& cells, const BondHarmonics& harmonics) {
  auto out = undefined(cells.size(), harmonics.degree, harmonics.weighting);
  const bool byArea = harmonics.weighting == BondWeighting::area;
  forAtoms(cells.size(), [&](std::size_t atom) {
    const auto own = harmonics.of(atom);
    if (!defined(own)) return;
    const auto q = slot(out, atom);
    std::copy(own.begin(), own.end(), q.begin());
    const double mean = byArea ? seenArea(cells, atom) : 1;
    double total = 1;
    const auto end = static_cast<std::size_t>(cells.firstFace[atom + 1]);
    for (auto f = static_cast<std::size_t>(cells.firstFace[atom]); f < end; ++f) {
      if (cells.neighbour[f] == Tessellation::kWall) continue;
      const auto other = harmonics.of(static_cast<std::size_t>(cells.neighbour[f]));
      if (!defined(other)) continue;
      const double weight = byArea ? cells.area_A2[f] / mean : 1;
      for (std::size_t m = 0; m < q.size(); ++m) q[m] += weight * other[m];
      total += weight;
    }
    for (auto& c : q) c /= total;
  });
  return out;
}

std::vector<double> secondInvariants(const BondHarmonics& harmonics) {
  const double factor = 4 * constants::kPi / (2 * harmonics.degree + 1);
  std::vector<double> out(atomsOf(harmonics), std::numeric_limits<double>::quiet_NaN());
  forAtoms(out.size(), [&](std::size_t atom) {
    const auto q = harmonics.of(atom);
    if (defined(q)) out[atom] = std::sqrt(factor * harmonicProduct(q, q));
  });
  return out;
}

std::vector<double> thirdInvariants(const BondHarmonics& harmonics) {
  const auto table = couplings(harmonics.degree);
  std::vector<double> out(atomsOf(harmonics), std::numeric_limits<double>::quiet_NaN());
  forAtoms(out.size(), [&](std::size_t atom) {
    const auto q = harmonics.of(atom);
    if (!defined(q)) return;
    const double norm2 = harmonicProduct(q, q);
    if (norm2 > 1e-20) out[atom] = thirdInvariant(q, table) / std::pow(norm2, 1.5);
  });
  return out;
}

BondOrder invariants(const BondHarmonics& harmonics) {
  return {secondInvariants(harmonics), thirdInvariants(harmonics)};
}

BondOrder bondOrder(const Tessellation& cells, int degree, BondWeighting weighting) {
  return invariants(bondHarmonics(cells, degree, weighting));
}

std::vector<double> disorderVariable(const Tessellation& cells, const BondHarmonics& harmonics) {
  std::vector<double> out(cells.size(), std::numeric_limits<double>::quiet_NaN());
  forAtoms(cells.size(), [&](std::size_t atom) {
    const auto own = harmonics.of(atom);
    if (!defined(own)) return;
    const double norm2 = harmonicProduct(own, own);
    double sum = 0;
    int count = 0;
    const auto end = static_cast<std::size_t>(cells.firstFace[atom + 1]);
    for (auto f = static_cast<std::size_t>(cells.firstFace[atom]); f < end; ++f) {
      if (cells.neighbour[f] == Tessellation::kWall) continue;
      const auto other = harmonics.of(static_cast<std::size_t>(cells.neighbour[f]));
      if (!defined(other)) continue;
      // |a - b|^2 would lose a crystal's zero to no more rounding than this.
      sum += std::max(0.0, norm2 + harmonicProduct(other, other) - 2 * harmonicProduct(own, other));
      ++count;
    }
    if (count > 0) out[atom] = sum / count;
  });
  return out;
}

}  // namespace glasscope::voronoi
