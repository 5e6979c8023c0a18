#pragma once

#include <cstddef>
#include <span>

namespace glasscope::multislice {

/// The error of a signal at all positions of a scan, as it follows from some of them.
struct BoundedError {
  double found = 0;  ///< root mean square at those positions, relative to the signal's there
  /// What it is at most at all of them, with a confidence of 97.5 %; infinite for a single position
  /// that is off.
  double bound = 0;
};

/// `values` against `truth`, `components` numbers of one position after the other. The ratio of the
/// two mean squares has the error of a ratio estimator (W. G. Cochran, Sampling Techniques (1977),
/// Sec. 6.3), here of its logarithm and with Student's t: an error in proportion to the signal is
/// known exactly however few the positions, one that stands in a few of them is known badly and
/// gets a wide bound.
BoundedError boundedError(std::span<const double> values, std::span<const double> truth,
                          std::size_t components);

}  // namespace glasscope::multislice
