#include "multislice/optics/FocalSpread.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Eigenvalues>
#include <fmt/format.h>

#include "core/math/Constants.h"
#include "core/system/Error.h"

namespace glasscope::multislice {

std::vector<FocalNode> focalNodes(double spread_A, int count) {
  if (!(spread_A >= 0) || !std::isfinite(spread_A) || count < 1 || count > 64) {
    throw Error(
        ErrorKind::usage,
        fmt::format("a focal spread of {} angstrom on {} defoci cannot be used", spread_A, count),
        "the standard deviation is not negative, and 1 to 64 defoci stand for it",
        "5 to 15 defoci are usual");
  }
  if (spread_A == 0) return {{}};
  // Eigenvalues of the Jacobi matrix of the Hermite polynomials of weight exp(-x^2 / 2).
  Eigen::MatrixXd jacobi = Eigen::MatrixXd::Zero(count, count);
  for (int i = 1; i < count; ++i) jacobi(i, i - 1) = jacobi(i - 1, i) = std::sqrt(i);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(jacobi);
  std::vector<FocalNode> nodes(count);
  for (int i = 0; i < count; ++i) {
    // Symmetric by construction, as the exact nodes are.
    const int mirror = count - 1 - i;
    const double x = 0.5 * (solver.eigenvalues()[i] - solver.eigenvalues()[mirror]);
    const double first = solver.eigenvectors()(0, i), last = solver.eigenvectors()(0, mirror);
    nodes[i] = {spread_A * x, 0.5 * (first * first + last * last)};
  }
  return nodes;
}

FocalNodeCount focalNodesFor(double spread_A, double k_invA, double wavelength_A) {
  if (spread_A == 0) return {};
  // Beyond 3 the transfer has fallen below 1 %.
  const double w = constants::kPi * wavelength_A * k_invA * k_invA * spread_A;
  const double wanted = std::ceil((w + 3) * (w + 3) / 4);
  return {static_cast<int>(std::clamp(wanted, 5.0, 64.0)), wanted <= 64};
}

}  // namespace glasscope::multislice
