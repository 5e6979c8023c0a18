#pragma once

#include <functional>

namespace glasscope {

struct Minimum {
  double place = 0, value = 0;
};

/// Where a function with one minimum between `low` and `high` is smallest, to about `tolerance` of
/// its argument (Brent, Algorithms for Minimization without Derivatives (1973), by Boost.Math).
/// Rounding hides differences of the argument below 1e-8 of its size.
Minimum minimise(const std::function<double(double)>& function, double low, double high,
                 double tolerance);

}  // namespace glasscope
