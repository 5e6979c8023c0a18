#include "core/math/NonNegative.h"

#include <vector>

#include <Eigen/Cholesky>
#include <fmt/format.h>

#include "core/system/Error.h"

namespace glasscope {

namespace {

// Below this share of the largest pivot, equations are the same to rounding.
constexpr double kSingular = 1e-13;

std::vector<int> membersOf(unsigned set, int n) {
  std::vector<int> members;
  for (int i = 0; i < n; ++i) {
    if (set >> i & 1U) members.push_back(i);
  }
  return members;
}

}  // namespace

Eigen::VectorXd nonNegativeLeastSquares(const Eigen::MatrixXd& normal, const Eigen::VectorXd& rhs) {
  const int n = static_cast<int>(rhs.size());
  if (n > kMostNonNegative || normal.rows() != n || normal.cols() != n) {
    throw Error(ErrorKind::usage, "non-negative weights cannot be fitted",
                fmt::format("{} unknowns in {} x {} equations; at most {}", n, normal.rows(),
                            normal.cols(), kMostNonNegative),
                "fit fewer parts");
  }
  Eigen::VectorXd best = Eigen::VectorXd::Zero(n);
  double least = 0;  // of all zeros
  for (unsigned set = 1; set < 1U << n; ++set) {
    const std::vector<int> members = membersOf(set, n);
    const Eigen::MatrixXd a = normal(members, members);
    const Eigen::VectorXd b = rhs(members);
    const Eigen::LDLT<Eigen::MatrixXd> solver(a);
    const Eigen::VectorXd pivots = solver.vectorD();
    if (!(pivots.minCoeff() > kSingular * pivots.maxCoeff())) continue;
    const Eigen::VectorXd x = solver.solve(b);
    if (!(x.minCoeff() >= 0)) continue;
    const double value = x.dot(a * x) - 2 * b.dot(x);
    if (!(value < least)) continue;
    least = value;
    best.setZero();
    best(members) = x;
  }
  return best;
}

}  // namespace glasscope
