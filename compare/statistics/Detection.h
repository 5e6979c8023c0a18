#pragma once

#include <span>

#include "compare/statistics/RankedSignal.h"
#include "compare/statistics/TopPixels.h"

namespace glasscope::compare {

/// How well a signal finds the pixels where a descriptor is extreme.
struct Detection {
  double auc = 0.5;             ///< P(signal of a hit > signal of a miss), ties half
  double averagePrecision = 0;  ///< mean over hits of the precision down to that hit
  double prevalence = 0;        ///< fraction of hits: the average precision of chance
};

/// A negative `sign` looks for low signals. Ties are taken together: their order carries nothing.
Detection detect(const TopPixels& top, const RankedSignal& signal, int sign = 1);

/// The same for the top `fraction` of a descriptor.
Detection detect(std::span<const double> descriptor, std::span<const double> signal,
                 double fraction, int sign = 1);

}  // namespace glasscope::compare
