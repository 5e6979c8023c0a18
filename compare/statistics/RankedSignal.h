#pragma once

#include <span>
#include <vector>

namespace glasscope::compare {

/// A signal by the order of its pixels: sorted once, searched for the top of many descriptors.
struct RankedSignal {
  std::vector<double> rank;        ///< from 1, ties sharing their mean rank
  std::vector<std::size_t> order;  ///< pixels, lowest signal first; ties by pixel

  explicit RankedSignal(std::span<const double> values);
};

}  // namespace glasscope::compare
