#pragma once

#include <span>
#include <vector>

namespace glasscope::compare {

/// Adjusted p-values of Benjamini and Hochberg (J. R. Stat. Soc. B 57, 289 (1995)): rejecting all
/// with q <= level keeps the expected fraction of false discoveries at or below level, where the
/// tests are independent or depend positively on each other. Same order.
std::vector<double> benjaminiHochberg(std::span<const double> p);

/// The same under any dependence: times 1 + 1/2 + ... + 1/n, at most 1 (Benjamini and Yekutieli,
/// Ann. Statist. 29, 1165 (2001)).
std::vector<double> benjaminiYekutieli(std::span<const double> p);

/// Adjusted p-values of Holm (Scand. J. Stat. 6, 65 (1979)): rejecting all that are at or below a
/// level keeps the chance of any false rejection at or below it, under any dependence. Same order.
std::vector<double> holm(std::span<const double> p);

/// 1 + 1/2 + ... + 1/n.
double harmonicNumber(std::size_t n);

}  // namespace glasscope::compare
