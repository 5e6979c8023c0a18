#pragma once

#include <span>

#include "multislice/convergence/ConvergenceKnob.h"

namespace glasscope::multislice {

/// Fills in the differences, orders and the verdict of a knob from the values of its levels.
///
/// Differences are to the finest level that was computed, so that the finest has none. The order p
/// of a signal solves (h1^p - h3^p) / (h2^p - h3^p) = d1 / d2 for the steps h = 1 / refinement of
/// the first, of the last but one and of the last level (three levels at least; Roache,
/// Verification and Validation in Computational Science and Engineering (1998), Chap. 5, for steps
/// of any ratio), and extrapolates d_i to d_i h_i^p / (h_i^p - h3^p). It counts for knobs of
/// ErrorLaw::power between 0.5 and 4; else the error of a level is its difference, and that of the
/// finest level what the last refinement changed. With ErrorLaw::increments errors are those of
/// incrementErrors.
///
/// A level is within the tolerance when it and every finer one have errors within it in all signals
/// that are judged. A signal is not judged where rounding to single precision, 2 eps sqrt(slices)
/// over the square root of an intensity, may reach the tolerance.
void judgeConvergence(ConvergenceKnob& knob, std::span<const WatchedSignal> signals, int slices,
                      double tolerance);

/// The order that steps h1 > h2 > h3 with differences d1 and d2 to the third show; NaN where they
/// show none between 0.05 and 16.
double observedOrder(double h1, double h2, double h3, double d1, double d2);

}  // namespace glasscope::multislice
