#include "sim/quench/DynamicsCost.h"

#include <cmath>

namespace glasscope::sim {

double dynamicsMemory_bytes(double atoms, int snapshots) {
  return atoms * (3700.0 + 80.0 * snapshots);
}

double dynamicsTime_s(double atoms, double steps, int ranks) {
  const double atomStepsPerSecond = 4000 * 107 / 1.44 * std::pow(ranks, 0.79);
  return steps * atoms / atomStepsPerSecond;
}

}  // namespace glasscope::sim
