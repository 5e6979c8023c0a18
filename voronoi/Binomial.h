#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

namespace glasscope::voronoi {

/// A fraction of independent trials with its standard error sqrt(f (1 - f) / n).
struct Fraction {
  double value = std::numeric_limits<double>::quiet_NaN();
  double standardError = std::numeric_limits<double>::quiet_NaN();
};

/// NaN when there are no trials.
inline Fraction binomialFraction(std::int64_t successes, std::int64_t trials) {
  if (trials <= 0) return {};
  const auto n = static_cast<double>(trials);
  const double f = static_cast<double>(successes) / n;
  return {f, std::sqrt(f * (1 - f) / n)};
}

}  // namespace glasscope::voronoi
