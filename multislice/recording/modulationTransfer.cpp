#include "multislice/recording/modulationTransfer.h"

#include <algorithm>
#include <cmath>

#include "core/math/Constants.h"

namespace glasscope::multislice {

double modulationTransfer(double pointSpread_pixels, const std::vector<double>& mtf, double f) {
  if (mtf.empty()) return std::exp(-2 * std::pow(constants::kPi * pointSpread_pixels * f, 2));
  const auto last = static_cast<double>(mtf.size() - 1);
  const double place = std::min(2 * f * last, last);
  const auto i = static_cast<std::size_t>(std::min(place, last - 1));
  const double weight = place - static_cast<double>(i);
  return (1 - weight) * mtf[i] + weight * mtf[i + 1];
}

}  // namespace glasscope::multislice
