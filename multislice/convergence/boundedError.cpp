#include "multislice/convergence/boundedError.h"

#include <cmath>
#include <limits>
#include <vector>

#include "core/math/Distributions.h"
#include "core/system/Error.h"

namespace glasscope::multislice {

namespace {

/// Sums of squares over the components of each position.
std::vector<double> squaresOf(std::span<const double> values, std::size_t components) {
  std::vector<double> squares(values.size() / components, 0.0);
  for (std::size_t i = 0; i < values.size(); ++i) squares[i / components] += values[i] * values[i];
  return squares;
}

double sumOf(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum;
}

}  // namespace

BoundedError boundedError(std::span<const double> values, std::span<const double> truth,
                          std::size_t components) {
  GLASSCOPE_ENSURE(values.size() == truth.size() && components > 0 && !truth.empty(),
                   "a truth for every value");
  std::vector<double> off(values.size());
  for (std::size_t i = 0; i < off.size(); ++i) off[i] = values[i] - truth[i];
  const std::vector<double> errors = squaresOf(off, components),
                            sizes = squaresOf(truth, components);
  const double error = sumOf(errors), size = sumOf(sizes);
  if (error == 0) return {};
  constexpr double kInfinite = std::numeric_limits<double>::infinity();
  if (size == 0) return {kInfinite, kInfinite};
  const double found = std::sqrt(error / size);
  const std::size_t n = errors.size();
  if (n < 2) return {found, kInfinite};
  double squares = 0;  // of what a position adds to the logarithm of the ratio
  for (std::size_t i = 0; i < n; ++i) {
    const double share = errors[i] / error - sizes[i] / size;
    squares += share * share;
  }
  const auto count = static_cast<double>(n);
  const double deviation = std::sqrt(squares * count / (count - 1));
  constexpr double kConfidence = 0.975;
  return {found, found * std::exp(studentQuantile(kConfidence, count - 1) * deviation / 2)};
}

}  // namespace glasscope::multislice
