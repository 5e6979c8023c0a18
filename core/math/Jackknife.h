#pragma once

#include <span>

namespace glasscope {

/// The standard error of an estimate from those that leave out one of B parts of a sample each (the
/// delete-one-group jackknife; Quenouille, Biometrika 43, 353 (1956); Efron, The Jackknife (1982)):
/// sqrt((B - 1) / B sum (estimate - mean)^2) over the estimates that are finite. NaN where fewer
/// than two are.
double jackknifeError(std::span<const double> leftOut);

}  // namespace glasscope
