#pragma once

#include <vector>

namespace glasscope::compare {

/// What it is called among the numbers of a scan.
inline constexpr const char* kSpeckleSize = "speckle size";

/// Full width at half maximum of a speckle's autocorrelation, in its lags: twice the distance at
/// which `covariance` falls to half of what it is at zero. That is taken from the parabola through
/// lags 1 and 2, which is free of the noise of single pixels. NaN where there is no correlation or
/// none that falls that far. At least three lags.
double speckleWidth(const std::vector<double>& covariance);

}  // namespace glasscope::compare
