#include "core/math/Distributions.h"

#include <cmath>

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace glasscope {

double studentTwoSidedP(double t, double degreesOfFreedom) {
  if (std::isnan(t)) return 1;
  if (std::isinf(t)) return 0;
  const boost::math::students_t distribution(degreesOfFreedom);
  return 2 * boost::math::cdf(boost::math::complement(distribution, std::abs(t)));
}

double studentQuantile(double probability, double degreesOfFreedom) {
  return boost::math::quantile(boost::math::students_t(degreesOfFreedom), probability);
}

double normalProbability(double z) {
  return boost::math::cdf(boost::math::normal(), z);
}

double normalQuantile(double probability) {
  return boost::math::quantile(boost::math::normal(), probability);
}

}  // namespace glasscope
