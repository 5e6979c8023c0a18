#include "sim/samples/RadiusRatio.h"

#include <cmath>

#include "core/system/Error.h"

namespace glasscope::sim {

namespace {

constexpr int kFewest = 4, kMost = 24;

}  // namespace

// A regular polygon of q sides on the unit sphere covers 2 q a - (q - 2) pi, where a is half of its
// angle, and the inradius r has cos(r) = cos(a) / sin(pi / q). Touching spheres of radius 1 at the
// distance 1 + R from the middle have sin(r) = 1 / (1 + R).
double efficientRatio(int neighbours) {
  GLASSCOPE_ENSURE(neighbours >= kFewest && neighbours <= kMost, "such a shell is not known");
  const int sides = neighbours >= 12 ? 5 : neighbours >= 6 ? 4 : 3;
  const double halfAngle = (4 * M_PI / neighbours + (sides - 2) * M_PI) / (2 * sides);
  const double cosine = std::cos(halfAngle) / std::sin(M_PI / sides);
  return 1 / std::sqrt(1 - cosine * cosine) - 1;
}

int efficientNeighbours(double radiusRatio) {
  int best = kFewest;
  for (int n = kFewest; n <= kMost; ++n)
    if (std::abs(efficientRatio(n) - radiusRatio) < std::abs(efficientRatio(best) - radiusRatio))
      best = n;
  return best;
}

}  // namespace glasscope::sim
