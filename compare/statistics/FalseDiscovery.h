#pragma once

#include <span>
#include <vector>

namespace glasscope::compare {

/// Adjusted p-values of Benjamini and Hochberg (J. R. Stat. Soc. B 57, 289 (1995)): rejecting all
/// with q <= level keeps the expected fraction of false discoveries at or below level. Same order.
std::vector<double> benjaminiHochberg(std::span<const double> p);

}  // namespace glasscope::compare
