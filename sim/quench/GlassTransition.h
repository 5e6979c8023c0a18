#pragma once

#include <limits>
#include <span>
#include <string>

namespace glasscope::sim {

/// The temperature at which volume or energy of a sample that is cooled bends from the line of the
/// liquid to that of the glass.
struct GlassTransition {
  double temperature_K = std::numeric_limits<double>::quiet_NaN();
  double error_K = std::numeric_limits<double>::quiet_NaN();
  /// How steep the glass and the liquid are, in units of the quantity per kelvin.
  double glassSlope = std::numeric_limits<double>::quiet_NaN();
  double liquidSlope = std::numeric_limits<double>::quiet_NaN();
  std::string why;  ///< there is none; empty: there is one

  bool found() const { return why.empty(); }

  /// Two lines that meet, by least squares over where they meet, in the range of temperatures from
  /// `low_K` to `high_K` (Hunt, J. Non-Cryst. Solids 195, 274 (1996): what the lines are fitted
  /// over decides some of the result). The standard error is that of leaving out one of ten pieces
  /// at a time (jackknife). None where there are fewer than thirty values or less than 300 K, where
  /// the lines meet at the ends of the range, or where two lines are no better than one.
  static GlassTransition of(std::span<const double> temperature_K, std::span<const double> values,
                            double low_K, double high_K);
};

}  // namespace glasscope::sim
