#include "sim/vibrations/FilterOrder.h"

#include <algorithm>
#include <cmath>

namespace glasscope::sim {

int filterOrder(double top_THz, double halfWidth_THz) {
  return std::max(20, static_cast<int>(std::ceil(2.1 * top_THz / halfWidth_THz)));
}

double lowestCounted_THz(double halfWidth_THz) {
  return 2.5 * halfWidth_THz;
}

}  // namespace glasscope::sim
