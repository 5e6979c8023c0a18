#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace glasscope::multislice {

/// A signal whose convergence is asked for: one number of a probe, or several that are judged
/// together (the segments of a detector, the two components of a centre of mass).
struct WatchedSignal {
  std::string name;
  std::size_t components = 1;
  /// An intensity as a fraction of the beam; else a quantity whose natural size is `size`.
  bool intensity = true;
  double size = 1;
};

/// Values of signals at some positions: of signal s the components of one position after the other.
using SignalValues = std::vector<std::vector<double>>;

}  // namespace glasscope::multislice
