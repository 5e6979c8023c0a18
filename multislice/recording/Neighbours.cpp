#include "multislice/recording/Neighbours.h"

#include <algorithm>
#include <cmath>

namespace glasscope::multislice {

Neighbours Neighbours::of(double place, int n, bool periodic) {
  if (!periodic) place = std::clamp(place, 0.0, n - 1.0);
  const double below = std::floor(place);
  const auto wrap = [n](double i) { return static_cast<int>(i - n * std::floor(i / n)); };
  const int first = wrap(below);
  const int second = periodic ? wrap(below + 1) : std::min(first + 1, n - 1);
  return {first, second, place - below};
}

}  // namespace glasscope::multislice
