#pragma once

#include <limits>
#include <span>
#include <string>

namespace glasscope::sim {

/// Kohlrausch's stretched exponential f exp(-(t / tau)^beta), the end of a relaxation.
struct StretchedFit {
  double plateau = std::numeric_limits<double>::quiet_NaN();  ///< f
  double time_ps = std::numeric_limits<double>::quiet_NaN();  ///< tau
  double beta = std::numeric_limits<double>::quiet_NaN();
  std::string why;  ///< there is none; empty: there is one

  bool found() const { return why.empty(); }

  /// Least squares, each point weighted by its error where all have one above zero, from the time
  /// `from_ps` on (what vibrates has died away). For each f the other two are a line through
  /// ln(-ln(F / f)) over ln t; f is between the largest value and one. None where fewer than four
  /// points are there, or where the values do not fall below nine tenths of the first of them (a
  /// time that lies beyond the data is not made up), or rise again.
  static StretchedFit of(std::span<const double> time_ps, std::span<const double> values,
                         std::span<const double> errors, double from_ps);
};

}  // namespace glasscope::sim
