#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/atoms/Box.h"

namespace glasscope::compare {

/// The nearest of some points of a periodic box to any place.
class NearestAtom {
 public:
  /// At least one point; the box repeats in all directions (others are taken as if they did).
  NearestAtom(const Box& box, const std::vector<Vec3>& points);

  /// Index in the points that were given; of two at the same distance, the first that was given.
  std::size_t to(const Vec3& place) const;

 private:
  using Bin = std::array<int, 3>;
  struct Best {
    double squared;
    std::int32_t point;
  };
  void lookInto(const Bin& bin, const Vec3& place, Best& best) const;

  Mat3 edges_, inverse_;
  Vec3 origin_;
  std::array<int, 3> bins_{1, 1, 1};
  double height_A_ = 0;  // of the lowest bin
  std::vector<Vec3> points_;
  std::vector<std::int32_t> start_, member_;  // points by bin
};

}  // namespace glasscope::compare
