#pragma once

#include <Eigen/Core>

namespace glasscope {

/// The vector x >= 0 that makes x' A x - 2 b' x smallest, A symmetric and positive semi-definite:
/// non-negative least squares from normal equations, A = M'M and b = M'y (Lawson and Hanson,
/// Solving Least Squares Problems (1974), chapter 23). The best non-negative solution is the free
/// one of the unknowns that it does not hold at zero, so all sets of these are tried: exact, and
/// meant for a few unknowns. Sets whose equations are singular to rounding are left out: a smaller
/// one does as well. Throws Error(usage) for more than kMostNonNegative unknowns or sizes that
/// disagree.
Eigen::VectorXd nonNegativeLeastSquares(const Eigen::MatrixXd& normal, const Eigen::VectorXd& rhs);

inline constexpr int kMostNonNegative = 12;

}  // namespace glasscope
