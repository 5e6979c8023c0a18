#pragma once

#include <cmath>
#include <limits>
#include <span>

namespace glasscope {

/// Standard error of the mean of `count` independent values, from the sum of the squares of what
/// they are off their mean: sqrt(squares / (n (n - 1))). NaN for fewer than two.
inline double standardErrorOfMean(double squares, double count) {
  if (count < 2) return std::numeric_limits<double>::quiet_NaN();
  return std::sqrt(squares / (count * (count - 1)));
}

/// The same from the mean of the values and of their squares, which sums over all atoms are made
/// of; no variance below zero comes out of rounding.
inline double standardErrorOfMean(double mean, double meanSquare, double count) {
  const double variance = meanSquare - mean * mean;
  return standardErrorOfMean(variance > 0 ? variance * count : 0.0, count);
}

/// A mean and its standard error.
struct MeanAndError {
  double mean = std::numeric_limits<double>::quiet_NaN();
  double error = std::numeric_limits<double>::quiet_NaN();

  /// Of `count` values from the first on, each `stride` behind the one before it, in their order.
  /// NaN without any.
  static MeanAndError of(std::span<const double> values, std::size_t stride, std::size_t count) {
    if (count == 0) return {};
    double sum = 0, squares = 0;
    for (std::size_t i = 0; i < count; ++i) sum += values[i * stride];
    const double mean = sum / static_cast<double>(count);
    for (std::size_t i = 0; i < count; ++i) squares += std::pow(values[i * stride] - mean, 2);
    return {mean, standardErrorOfMean(squares, static_cast<double>(count))};
  }
  static MeanAndError of(std::span<const double> values) { return of(values, 1, values.size()); }
};

}  // namespace glasscope
