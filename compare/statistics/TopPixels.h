#pragma once

#include <span>
#include <vector>

namespace glasscope::compare {

/// The pixels where a descriptor is extreme: what a signal is to find.
struct TopPixels {
  std::vector<unsigned char> hit;  ///< nonzero in the top
  double hits = 0;

  double prevalence() const { return hit.empty() ? 0 : hits / static_cast<double>(hit.size()); }

  /// The top `fraction` (all pixels not below that quantile, at least one).
  static TopPixels of(std::span<const double> values, double fraction);
};

}  // namespace glasscope::compare
