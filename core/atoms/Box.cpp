#include "core/atoms/Box.h"

#include <cmath>

#include <Eigen/LU>
#include <fmt/format.h>

#include "core/system/Error.h"

namespace glasscope {

Box::Box(const Mat3& matrix, const Vec3& origin, std::array<bool, 3> periodic)
    : matrix_(matrix), origin_(origin), periodic_(periodic) {
  const double determinant = matrix.determinant();
  if (!matrix.allFinite() || !origin.allFinite() || !(determinant > 0) ||
      !std::isfinite(determinant) || !matrix.inverse().allFinite()) {
    throw Error(ErrorKind::input, "The simulation box is not usable",
                fmt::format("its volume is {} cubic angstrom (edges must be finite, right-handed "
                            "and span a volume)",
                            determinant),
                "check the box lines of the input file");
  }
  inverse_ = matrix.inverse();
}

Box Box::orthogonal(const Vec3& lengths, const Vec3& origin, std::array<bool, 3> periodic) {
  return Box(lengths.asDiagonal().toDenseMatrix(), origin, periodic);
}

bool Box::isOrthogonal() const {
  const double tolerance = 1e-9 * lengths().maxCoeff();
  Mat3 rest = matrix_;
  rest.diagonal().setZero();
  return rest.cwiseAbs().maxCoeff() <= tolerance;
}

Vec3 Box::lengths() const {
  return matrix_.colwise().norm().transpose();
}

// The rows of the inverse are the reciprocal vectors; the spacing of the planes is 1/|row|.
Vec3 Box::heights() const {
  return inverse_.rowwise().norm().cwiseInverse();
}

double Box::volume() const {
  return matrix_.determinant();
}

Vec3 Box::wrap(const Vec3& position) const {
  Vec3 fractional = toFractional(position);
  for (int d = 0; d < 3; ++d) {
    if (!periodic_[d]) continue;
    fractional[d] -= std::floor(fractional[d]);
    // A tiny negative number minus its floor rounds up to 1, which is outside [0, 1).
    if (fractional[d] >= 1.0) fractional[d] = 0.0;
  }
  return toCartesian(fractional);
}

Vec3 Box::minimumImage(const Vec3& difference) const {
  Vec3 fractional = inverse_ * difference;
  for (int d = 0; d < 3; ++d) {
    if (periodic_[d]) fractional[d] -= std::round(fractional[d]);
  }
  Vec3 best = matrix_ * fractional;
  if (isOrthogonal()) return best;
  double shortest = best.squaredNorm();
  const Vec3 start = best;
  for (int i = periodic_[0] ? -1 : 0; i <= (periodic_[0] ? 1 : 0); ++i) {
    for (int j = periodic_[1] ? -1 : 0; j <= (periodic_[1] ? 1 : 0); ++j) {
      for (int k = periodic_[2] ? -1 : 0; k <= (periodic_[2] ? 1 : 0); ++k) {
        const Vec3 candidate = start + matrix_ * Vec3(i, j, k);
        if (candidate.squaredNorm() < shortest) {
          shortest = candidate.squaredNorm();
          best = candidate;
        }
      }
    }
  }
  return best;
}

}  // namespace glasscope
