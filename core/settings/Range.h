#pragma once

#include <limits>
#include <string>

namespace glasscope {

/// What a number may be: from `low` to `high`, both included unless `exclusiveLow` refuses the
/// lower limit itself. NaN is in no range, and infinity in none that is used for a field.
struct Range {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool exclusiveLow = false;

  bool contains(double value) const {
    return (exclusiveLow ? value > low : value >= low) && value <= high;
  }
  /// ">= 0", "> 0 and <= 200", "<= 3"; "" for any number.
  std::string text() const;
};

inline constexpr Range kPositive{0, std::numeric_limits<double>::infinity(), true};
inline constexpr Range kNotNegative{0, std::numeric_limits<double>::infinity(), false};

}  // namespace glasscope
