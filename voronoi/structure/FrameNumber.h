#pragma once

#include <string>

namespace glasscope::voronoi {

/// A number that describes a whole frame.
struct FrameNumber {
  std::string name, unit;
  double value = 0;
};

}  // namespace glasscope::voronoi
