#include "multislice/waves/BandLimit.h"

#include <cmath>

#include "core/math/Constants.h"

namespace glasscope::multislice {

double BandLimit::weight(int i, int j) const {
  const double kx = grid_.kx_invA(i), ky = grid_.ky_invA(j);
  if (!grid_.carries(kx, ky)) return 0;
  const double inside = grid_.bandLimit_invA() - std::hypot(kx, ky);
  // A frequency on the limit may lie beyond it by rounding; without a taper it counts fully.
  if (taper_invA_ <= 0 || inside >= taper_invA_) return 1;
  return 0.5 * (1 - std::cos(constants::kPi * std::fmax(inside, 0.0) / taper_invA_));
}

}  // namespace glasscope::multislice
