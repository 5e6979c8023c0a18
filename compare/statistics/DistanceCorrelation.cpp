#include "compare/statistics/DistanceCorrelation.h"

#include <algorithm>
#include <cmath>

#include "core/system/Error.h"

namespace glasscope::compare {

CentredDistances::CentredDistances(std::span<const double> values) {
  const auto n = static_cast<Eigen::Index>(values.size());
  distances_.resize(n, n);
  for (Eigen::Index i = 0; i < n; ++i) {
    for (Eigen::Index j = 0; j < n; ++j) {
      distances_(j, i) =
          std::abs(values[static_cast<std::size_t>(i)] - values[static_cast<std::size_t>(j)]);
    }
  }
  if (n == 0) return;
  const Eigen::VectorXd means = distances_.colwise().mean();
  distances_.colwise() -= means;
  distances_.rowwise() -= means.transpose();
  distances_.array() += means.mean();
  square_ = distances_.squaredNorm();
}

double CentredDistances::correlation(const CentredDistances& a, const CentredDistances& b) {
  GLASSCOPE_ENSURE(a.distances_.size() == b.distances_.size(), "distances of the same pixels");
  const double norm = std::sqrt(a.square_ * b.square_);
  if (!(norm > 0)) return 0;
  return std::sqrt(std::max(0.0, (a.distances_.array() * b.distances_.array()).sum() / norm));
}

}  // namespace glasscope::compare
