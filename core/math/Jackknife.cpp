#include "core/math/Jackknife.h"

#include <cmath>
#include <limits>

namespace glasscope {

double jackknifeError(std::span<const double> leftOut) {
  double sum = 0, squares = 0, parts = 0;
  for (const double estimate : leftOut) {
    if (!std::isfinite(estimate)) continue;
    sum += estimate;
    parts += 1;
  }
  if (parts < 2) return std::numeric_limits<double>::quiet_NaN();
  for (const double estimate : leftOut) {
    if (std::isfinite(estimate)) squares += std::pow(estimate - sum / parts, 2);
  }
  return std::sqrt((parts - 1) / parts * squares);
}

}  // namespace glasscope
