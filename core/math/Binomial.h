#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

namespace glasscope {

/// A fraction of independent trials with its standard error: half the width of Wilson's interval at
/// one standard deviation (E. B. Wilson, J. Am. Stat. Assoc. 22, 209 (1927)). It is
/// sqrt(f (1 - f) / n) for many trials, and not zero where none or all succeeded.
struct Fraction {
  double value = std::numeric_limits<double>::quiet_NaN();
  double standardError = std::numeric_limits<double>::quiet_NaN();
};

/// What the error of a fraction of one sample is, in words.
inline constexpr const char* kBinomialErrors =
    "one sample: half of Wilson's interval at one standard deviation, atoms taken as independent";

/// NaN when there are no trials.
inline Fraction binomialFraction(std::int64_t successes, std::int64_t trials) {
  if (trials <= 0) return {};
  const auto n = static_cast<double>(trials);
  const double f = static_cast<double>(successes) / n;
  return {f, std::sqrt(f * (1 - f) / n + 1 / (4 * n * n)) / (1 + 1 / n)};
}

}  // namespace glasscope
