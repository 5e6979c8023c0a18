#pragma once

#include <span>
#include <vector>

namespace glasscope::compare {

/// Pearson's r. NaN when either is constant, when lengths differ, or for fewer
/// than 3 values.
double pearson(std::span<const double> a, std::span<const double> b);

/// Spearman's rho: Pearson of the ranks, ties sharing their mean rank.
double spearman(std::span<const double> a, std::span<const double> b);

/// Ranks from 1, ties sharing their mean rank.
std::vector<double> ranks(std::span<const double> values);

/// Two-sided p of a correlation r among n independent samples (n need not be whole): Student's t
/// with n - 2 degrees of freedom. 1 when n <= 2 or r is NaN.
double correlationP(double r, double n);

}  // namespace glasscope::compare
