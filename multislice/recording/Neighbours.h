#pragma once

namespace glasscope::multislice {

/// Two neighbours and the weight of the second: linear interpolation at `place` (in positions) of a
/// scan of n positions, which repeats, or ends where it ends.
struct Neighbours {
  int first = 0, second = 0;
  double weight = 0;
  static Neighbours of(double place, int n, bool periodic);
};

}  // namespace glasscope::multislice
