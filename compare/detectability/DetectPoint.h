#pragma once

#include <limits>
#include <string>
#include <vector>

#include "compare/detectability/Detectability.h"

namespace glasscope::compare {

/// Where a point of a curve lies.
struct DetectCondition {
  double thickness_A = 0;
  double probe_fwhm_A = 0;  ///< in vacuum at its focus
  double defocus_A = 0;
  /// Infinite for the clean signal.
  double dose_e_per_A2 = std::numeric_limits<double>::infinity();
};

/// One point of the curves of one pair.
struct DetectPoint {
  DetectCondition condition;
  Detectability found;
};

/// The points as a table, CSV with a heading; units stand in the names.
std::string detectTable(const std::vector<DetectPoint>& points);

/// One sentence for each pair at the largest of its top fractions: from which dose on, up to which
/// thickness and under which probes it is visible; or the smallest area under the curve that would
/// have been called so. A dose counts only where every higher one shows the pair as well.
std::vector<std::string> detectSentences(const std::vector<DetectPoint>& points);

}  // namespace glasscope::compare
