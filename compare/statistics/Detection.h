#pragma once

#include <span>

namespace glasscope::compare {

/// How well a signal finds the pixels where a descriptor is extreme.
struct Detection {
  double auc = 0.5;             ///< P(signal of a hit > signal of a miss), ties half
  double averagePrecision = 0;  ///< mean over hits of the precision down to that hit
  double prevalence = 0;        ///< fraction of hits: the average precision of chance
};

/// Hits are the top `fraction` of the descriptor (all pixels not below that quantile). A negative
/// `sign` looks for low signals.
Detection detect(std::span<const double> descriptor, std::span<const double> signal,
                 double fraction, int sign = 1);

}  // namespace glasscope::compare
