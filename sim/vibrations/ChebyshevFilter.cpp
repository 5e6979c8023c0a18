#include "sim/vibrations/ChebyshevFilter.h"

#include <cmath>
#include <numeric>

#include "core/math/Constants.h"
#include "core/system/Error.h"
#include "core/system/Interrupt.h"
#include "sim/vibrations/BlockSums.h"

namespace glasscope::sim {
namespace {

constexpr std::size_t kLanes = Block<float>::kLanes;

double total(const LaneSums<float>& lanes) {
  return std::accumulate(lanes.begin(), lanes.end(), 0.0);
}

// Adds the term of one polynomial to all functions.
void addTerm(const Block<float>& term, std::size_t n,
             const std::vector<std::vector<double>>& coefficients,
             std::vector<Block<float>>& results) {
  eachRowChunk(term.rows(), [&](std::size_t first, std::size_t last) {
    for (std::size_t k = 0; k < coefficients.size(); ++k) {
      const auto c = static_cast<float>(coefficients[k][n]);
      const float* from = term.row(first);
      float* to = results[k].row(first);
      for (std::size_t at = 0; at < (last - first) * kLanes; ++at) to[at] += c * from[at];
    }
  });
}

void requireBounded(const LaneSums<float>& now, const LaneSums<float>& start) {
  constexpr double kRounding = 1.02;
  for (std::size_t lane = 0; lane < now.size(); ++lane) {
    if (now[lane] <= kRounding * start[lane]) continue;
    throw Error(
        ErrorKind::input, "the sample has no vibrations: it is not a minimum of its energy",
        "a random displacement grows under the dynamics of its springs, so at least one mode "
        "has a negative stiffness",
        "minimise the energy further (what is left of the forces is in the log), with the "
        "same potential");
  }
}

}  // namespace

std::vector<double> chebyshevCoefficients(const std::function<double(double)>& f, double top,
                                          int order) {
  // Gauss-Chebyshev quadrature with eight times as many points as polynomials.
  const int points = 8 * (order + 1);
  std::vector<double> values(static_cast<std::size_t>(points));
  for (int k = 0; k < points; ++k) {
    const double angle = constants::kPi * (k + 0.5) / points;
    values[static_cast<std::size_t>(k)] = f(0.5 * top * (1 + std::cos(angle)));
  }
  std::vector<double> coefficients(static_cast<std::size_t>(order) + 1, 0.0);
  for (int n = 0; n <= order; ++n) {
    double sum = 0;
    for (int k = 0; k < points; ++k) {
      sum +=
          values[static_cast<std::size_t>(k)] * std::cos(constants::kPi * n * (k + 0.5) / points);
    }
    coefficients[static_cast<std::size_t>(n)] = sum * (n == 0 ? 1.0 : 2.0) / points;
  }
  return coefficients;
}

ChebyshevFilter::ChebyshevFilter(const Springs<float>& springs, double top)
    : springs_(springs), top_(top) {
  GLASSCOPE_ENSURE(top > 0, "a spectrum has an upper end");
}

std::vector<double> ChebyshevFilter::apply(const Block<float>& z,
                                           const std::vector<std::vector<double>>& coefficients,
                                           int order, std::vector<Block<float>>& results) const {
  GLASSCOPE_ENSURE(order >= 2, "a filter has an order");
  const auto a = static_cast<float>(2 / top_);
  results.assign(coefficients.size(), Block<float>(z.rows()));
  std::vector<double> moments(2 * static_cast<std::size_t>(order) + 1);
  Block<float> before = z, now(z.rows());
  springs_.apply(before, now, nullptr, a, -1, 0);
  addTerm(before, 0, coefficients, results);
  addTerm(now, 1, coefficients, results);
  const auto start = dots(z, z);
  moments[0] = total(start);
  moments[1] = total(dots(before, now));
  for (int n = 1; n <= order; ++n) {
    // Here `now` is T_n z, `before` is T_{n-1} z.
    const auto norm = dots(now, now);
    requireBounded(norm, start);
    moments[2 * static_cast<std::size_t>(n)] = 2 * total(norm) - moments[0];
    if (n == order) break;
    springs_.apply(now, before, &before, 2 * a, -2, -1);
    std::swap(before, now);
    addTerm(now, static_cast<std::size_t>(n) + 1, coefficients, results);
    moments[2 * static_cast<std::size_t>(n) + 1] = 2 * total(dots(now, before)) - moments[1];
    throwIfInterrupted();
  }
  return moments;
}

}  // namespace glasscope::sim
