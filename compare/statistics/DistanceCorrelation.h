#pragma once

#include <span>

#include <Eigen/Core>

namespace glasscope::compare {

/// The distances between the values of one variable, centred over rows and columns: what distance
/// correlation is made of (Szekely, Rizzo and Bakirov, Ann. Statist. 35, 2769 (2007)). It is zero
/// only for independent variables, whatever the shape of their relation. Quadratic in the number of
/// values, but two variables with their matrices at hand cost one inner product.
class CentredDistances {
 public:
  explicit CentredDistances(std::span<const double> values);

  /// dCor = sqrt(dCov^2(a, b) / sqrt(dVar^2(a) dVar^2(b))), 0 to 1; 0 when either is constant.
  static double correlation(const CentredDistances& a, const CentredDistances& b);

 private:
  Eigen::MatrixXd distances_;
  double square_ = 0;  ///< sum of the squares of all
};

}  // namespace glasscope::compare
