#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/atoms/Atoms.h"

namespace glasscope::sim {

/// All pairs of atoms within a reach, images included, in any box: triclinic, open along some
/// directions, or so narrow that a pair meets several times and an atom itself.
///
/// The atoms are put into an order of their own, by place along a space-filling curve, so that
/// neighbours lie close together in memory; it and the order of visits do not depend on how the
/// atoms were numbered.
class NeighbourSearch {
 public:
  /// `reach_A` must be positive.
  NeighbourSearch(const Atoms& atoms, double reach_A);

  std::size_t size() const { return order_.size(); }
  /// Index in `atoms` of the atom at each place.
  const std::vector<std::int32_t>& order() const { return order_; }

  /// Calls visit(place of the neighbour, vector to it, squared distance) for all neighbours of the
  /// atom at `place`. Threads may call it at the same time.
  template <class Visit>
  void visit(std::size_t place, const Visit& visit) const {
    const Vec3& here = positions_[place];
    const auto& bin = binOf_[place];
    for (int dx = -span_[0]; dx <= span_[0]; ++dx) {
      const Step x = step(bin[0] + dx, 0);
      if (x.outside) continue;
      for (int dy = -span_[1]; dy <= span_[1]; ++dy) {
        const Step y = step(bin[1] + dy, 1);
        if (y.outside) continue;
        for (int dz = -span_[2]; dz <= span_[2]; ++dz) {
          const Step z = step(bin[2] + dz, 2);
          if (z.outside) continue;
          const Vec3 shift = x.shift + y.shift + z.shift;
          const bool home = x.image == 0 && y.image == 0 && z.image == 0;
          const auto [first, last] =
              range_[(static_cast<std::size_t>(x.bin) * bins_[1] + y.bin) * bins_[2] + z.bin];
          for (std::int32_t other = first; other < last; ++other) {
            const Vec3 apart = positions_[static_cast<std::size_t>(other)] - here + shift;
            const double squared = apart.squaredNorm();
            if (squared >= squaredReach_) continue;
            if (home && other == static_cast<std::int32_t>(place)) continue;
            visit(other, apart, squared);
          }
        }
      }
    }
  }

 private:
  struct Step {
    int bin = 0, image = 0;
    bool outside = false;
    Vec3 shift = Vec3::Zero();
  };
  Step step(int bin, int axis) const {
    const auto i = static_cast<std::size_t>(axis);
    const int count = bins_[i];
    const int image = bin >= 0 ? bin / count : -((count - 1 - bin) / count);
    if (image != 0 && !periodic_[i]) return {0, image, true, Vec3::Zero()};
    return {bin - image * count, image, false, image * edges_.col(axis)};
  }

  Mat3 edges_;
  std::array<bool, 3> periodic_;
  std::array<int, 3> bins_{1, 1, 1}, span_{1, 1, 1};
  double squaredReach_;
  std::vector<std::int32_t> order_;
  std::vector<Vec3> positions_;                               // inside the box, by place
  std::vector<std::array<int, 3>> binOf_;                     // by place
  std::vector<std::pair<std::int32_t, std::int32_t>> range_;  // of places, by bin
};

}  // namespace glasscope::sim
