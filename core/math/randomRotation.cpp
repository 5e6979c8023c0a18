#include "core/math/randomRotation.h"

#include <cmath>

#include <Eigen/Geometry>

#include "core/math/Constants.h"

namespace glasscope {

Mat3 randomRotation(Random& random) {
  constexpr double kTurn = 2 * constants::kPi;
  const double u = random.uniform(), a = kTurn * random.uniform(), b = kTurn * random.uniform();
  const double p = std::sqrt(1 - u), q = std::sqrt(u);
  return Eigen::Quaterniond(q * std::cos(b), p * std::sin(a), p * std::cos(a), q * std::sin(b))
      .toRotationMatrix();
}

}  // namespace glasscope
