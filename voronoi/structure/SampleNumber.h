#pragma once

#include <string>

namespace glasscope::voronoi {

/// A number that is true of a sample as a whole: a fraction, a mean, a count.
struct SampleNumber {
  std::string name, unit;
  double value = 0;
};

}  // namespace glasscope::voronoi
