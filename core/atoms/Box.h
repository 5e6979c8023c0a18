#pragma once

#include <array>

#include "core/math/Vec.h"

namespace glasscope {

/// A triclinic cell: an origin, three edge vectors (the columns of `matrix`, angstrom), and which
/// of the three directions repeat periodically. Every direction has a finite extent, periodic or
/// not.
class Box {
 public:
  Box() : Box(Mat3::Identity()) {}

  /// Throws Error(input) when the matrix is not finite or its volume is not positive
  /// (a left-handed cell counts as not positive).
  explicit Box(const Mat3& matrix, const Vec3& origin = Vec3::Zero(),
               std::array<bool, 3> periodic = {true, true, true});

  static Box orthogonal(const Vec3& lengths, const Vec3& origin = Vec3::Zero(),
                        std::array<bool, 3> periodic = {true, true, true});

  const Mat3& matrix() const { return matrix_; }
  const Mat3& inverse() const { return inverse_; }
  const Vec3& origin() const { return origin_; }
  const std::array<bool, 3>& periodic() const { return periodic_; }
  bool fullyPeriodic() const { return periodic_[0] && periodic_[1] && periodic_[2]; }

  /// True when the three edges lie along x, y and z (to 1e-9 of the longest edge).
  bool isOrthogonal() const;
  Vec3 lengths() const;   ///< |a|, |b|, |c|
  Vec3 heights() const;   ///< perpendicular distances between opposite faces
  double volume() const;  ///< cubic angstrom

  Vec3 toFractional(const Vec3& cartesian) const { return inverse_ * (cartesian - origin_); }
  Vec3 toCartesian(const Vec3& fractional) const { return origin_ + matrix_ * fractional; }

  /// The image inside [0, 1) along every periodic direction; other directions are left alone.
  Vec3 wrap(const Vec3& position) const;

  /// The shortest periodic image of a difference vector (exact for every triclinic cell: the
  /// neighbouring images are searched, because rounding alone is wrong for skewed cells).
  Vec3 minimumImage(const Vec3& difference) const;

 private:
  Mat3 matrix_, inverse_;
  Vec3 origin_;
  std::array<bool, 3> periodic_;
};

}  // namespace glasscope
