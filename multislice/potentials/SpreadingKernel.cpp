#include "multislice/potentials/SpreadingKernel.h"

#include <cmath>

#include <Eigen/Dense>

#include "core/math/Constants.h"

namespace glasscope::multislice {

namespace {

using constants::kPi;

double shapeFor(double oversampling) {
  const double w = SpreadingKernel::kWidth / oversampling, band = oversampling - 0.5;
  return kPi * std::sqrt(w * w * band * band - 0.8);
}

double window(double t, double shape) {
  const double x = t / (SpreadingKernel::kWidth / 2.0), inside = 1 - x * x;
  return inside < 0 ? 0 : std::cyl_bessel_i(0.0, shape * std::sqrt(inside));
}

}  // namespace

SpreadingKernel::SpreadingKernel(double oversampling) : shape_(shapeFor(oversampling)) {
  // Between two neighbouring grid points each of the eight pieces is a polynomial in y = 2d - 1,
  // d the distance to the first of them, through the Chebyshev points; 14 terms leave 1e-8 of the
  // peak.
  Eigen::MatrixXd powers(kTerms, kTerms), values(kTerms, kWidth);
  for (int row = 0; row < kTerms; ++row) {
    const double y = std::cos(kPi * (row + 0.5) / kTerms);
    for (int p = 0; p < kTerms; ++p) powers(row, p) = std::pow(y, p);
    for (int j = 0; j < kWidth; ++j) {
      values(row, j) = window(j - kWidth / 2.0 + (y + 1) / 2, shape_) / window(0, shape_);
    }
  }
  const Eigen::MatrixXd solution = powers.fullPivLu().solve(values);
  for (int p = 0; p < kTerms; ++p) {
    for (int j = 0; j < kWidth; ++j) coefficients_[p][j] = static_cast<float>(solution(p, j));
  }
}

SpreadingKernel::Share SpreadingKernel::share(double u) const {
  const double lowest = u - kWidth / 2.0, first = std::ceil(lowest);
  const auto y = static_cast<float>(2 * (first - lowest) - 1);
  Share share{static_cast<int>(first), coefficients_[kTerms - 1]};
  for (int p = kTerms - 2; p >= 0; --p) {
    for (int j = 0; j < kWidth; ++j) share.weights[j] = share.weights[j] * y + coefficients_[p][j];
  }
  return share;
}

double SpreadingKernel::transform(double frequency) const {
  const double w = kPi * kWidth * frequency;
  const double square = shape_ * shape_ - w * w, root = std::sqrt(std::abs(square));
  const double shape = root < 1e-8 ? 1 : (square > 0 ? std::sinh(root) : std::sin(root)) / root;
  return kWidth * shape / window(0, shape_);
}

}  // namespace glasscope::multislice
