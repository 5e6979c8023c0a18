#pragma once

#include <array>
#include <bitset>
#include <cstdint>

#include "core/atoms/Box.h"

namespace glasscope::voronoi {

/// The fractional coordinates of a position, in [0, 1) along periodic directions.
Vec3 wrappedFractional(const Box& box, const Vec3& position);

/// Where in its box a sample lies: fed with wrapped fractional coordinates, one atom at a time. The
/// order of feeding does not matter.
class Occupancy {
 public:
  explicit Occupancy(const Box& box);
  void add(const Vec3& fractional);

  /// An interval of a direction; along periodic directions it may pass 1.
  struct Interval {
    double begin = 0, length = 1;
  };
  /// What is occupied. Periodic directions are occupied throughout, unless an eighth of their
  /// length or more is empty.
  Interval interval(int direction) const;
  /// Range of fractional coordinates that holds the box and every atom: in open directions it may
  /// pass [0, 1].
  Vec3 wallLow() const { return low_.cwiseMin(Vec3::Zero()); }
  Vec3 wallHigh() const { return high_.cwiseMax(Vec3::Ones()); }
  /// Typical distance of atoms: the cube root of the volume per atom of the occupied region.
  double spacing() const;

 private:
  static constexpr std::size_t kSlots = 1024;
  Interval longestOccupied(int direction) const;

  Box box_;
  std::int64_t atoms_ = 0;
  Vec3 low_ = Vec3::Constant(1e300), high_ = Vec3::Constant(-1e300);
  std::array<std::bitset<kSlots>, 3> seen_;
};

}  // namespace glasscope::voronoi
