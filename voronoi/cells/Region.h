#pragma once

#include <array>

#include "core/atoms/Box.h"

namespace glasscope::voronoi {

/// A block of a box in fractional coordinates, parallel to its edges; along periodic directions it
/// may pass 1. A direction that it fills has no ends.
struct Region {
  std::array<bool, 3> whole{true, true, true};
  Vec3 begin = Vec3::Zero(), length = Vec3::Ones();
  std::array<bool, 3> openBelow{}, openAbove{};  ///< no atoms of the sample lie beyond that end

  bool holds(const Box& box, const Vec3& fractional) const;
  /// True when no point within `radius` of the (wrapped) point lies outside.
  bool holdsBall(const Box& box, const Vec3& fractional, double radius) const;
  /// Wider by this much at every end that has atoms beyond.
  Region widened(const Box& box, double width) const;
};

}  // namespace glasscope::voronoi
