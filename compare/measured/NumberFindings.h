#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "core/math/Array2.h"

namespace glasscope::compare {

/// Looks at the numbers of a measured signal as they pass and says what is suspicious of them.
class NumberFindings {
 public:
  /// Numbers as they lie in the file, one image at a time; images have one size.
  void add(const Array2<double>& image);

  /// Throws Error(input) where more than one number in a hundred is of a size that no detector
  /// gives (beyond 1e30, or not zero and below 1e-30): the bytes are the wrong way round.
  void requireSensible(const std::string& file) const;
  std::int64_t notFinite() const { return notFinite_; }
  /// Sentences: not finite, negative, saturated, lines of the mean image that do not vary.
  std::vector<std::string> sentences() const;

 private:
  std::vector<std::string> deadLines() const;

  std::int64_t count_ = 0, images_ = 0, notFinite_ = 0, negative_ = 0, absurd_ = 0, atMost_ = 0;
  double most_ = -std::numeric_limits<double>::infinity();
  double least_ = std::numeric_limits<double>::infinity();
  Array2<double> sum_;
};

}  // namespace glasscope::compare
