#include "core/math/Minimise.h"

#include <algorithm>
#include <cmath>

#include <boost/math/tools/minima.hpp>

#include "core/system/Error.h"

namespace glasscope {

Minimum minimise(const std::function<double(double)>& function, double low, double high,
                 double tolerance) {
  GLASSCOPE_ENSURE(low < high && tolerance > 0, "a minimum is searched for in an interval");
  constexpr std::uintmax_t kMostSteps = 500;
  const double scale = std::max(std::abs(low), std::abs(high));
  // Boost takes the precision as a number of bits relative to the place of the minimum.
  const int bits = std::clamp(static_cast<int>(std::ceil(1 + std::log2(scale / tolerance))), 2, 26);
  std::uintmax_t steps = kMostSteps;
  const auto [place, value] =
      boost::math::tools::brent_find_minima(function, low, high, bits, steps);
  return {place, value};
}

}  // namespace glasscope
