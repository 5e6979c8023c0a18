#pragma once

#include <Eigen/Core>

namespace glasscope {

/// Cartesian vectors and matrices, angstrom unless a name says otherwise.
using Vec2 = Eigen::Vector2d;
using Vec3 = Eigen::Vector3d;
using Mat3 = Eigen::Matrix3d;

}  // namespace glasscope
