#include "compare/diffraction/SpeckleWidth.h"

#include <limits>

namespace glasscope::compare {

double speckleWidth(const std::vector<double>& covariance) {
  constexpr double kRoundingOfFloat = 1e-12;  // variances below are those of a file's float32
  const double peak = covariance[1] + (covariance[1] - covariance[2]) / 3;
  for (std::size_t lag = 1; lag + 1 < covariance.size() && peak > kRoundingOfFloat; ++lag) {
    const double before = covariance[lag], after = covariance[lag + 1], half = peak / 2;
    if (!(before >= half) || !(after < half)) continue;
    return 2 * (static_cast<double>(lag) + (before - half) / (before - after));
  }
  return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace glasscope::compare
