#pragma once

namespace glasscope {

/// Tail areas and quantiles of the usual distributions, and the one door to Boost.Math's.

/// P(|T| >= |t|) of Student's t with any positive number of degrees of freedom.
double studentTwoSidedP(double t, double degreesOfFreedom);

/// The t below which a share `probability` in (0, 1) of Student's distribution lies.
double studentQuantile(double probability, double degreesOfFreedom);

/// P(Z <= z) of the standard normal distribution.
double normalProbability(double z);

/// The z below which a share `probability` in (0, 1) of the standard normal distribution lies.
double normalQuantile(double probability);

}  // namespace glasscope
