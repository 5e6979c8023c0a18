#include "voronoi/cells/Occupancy.h"

#include <algorithm>
#include <cmath>

namespace glasscope::voronoi {

namespace {

/// Less emptiness than this is not worth the trouble.
constexpr double kEmptyEnough = 1.0 / 8;
/// A handful of atoms says nothing about where the sample ends.
constexpr std::int64_t kManyAtoms = 512;

}  // namespace

Vec3 wrappedFractional(const Box& box, const Vec3& position) {
  Vec3 f = box.toFractional(position);
  for (int d = 0; d < 3; ++d)
    if (box.periodic()[static_cast<std::size_t>(d)]) {
      f[d] -= std::floor(f[d]);
      if (f[d] >= 1) f[d] = 0;  // a tiny negative number less its floor rounds to one
    }
  return f;
}

Occupancy::Occupancy(const Box& box) : box_(box) {}

void Occupancy::add(const Vec3& fractional) {
  ++atoms_;
  low_ = low_.cwiseMin(fractional);
  high_ = high_.cwiseMax(fractional);
  for (std::size_t d = 0; d < 3; ++d)
    if (box_.periodic()[d])
      seen_[d].set(
          std::min(kSlots - 1, static_cast<std::size_t>(fractional[static_cast<int>(d)] * kSlots)));
}

Occupancy::Interval Occupancy::longestOccupied(int direction) const {
  const auto& seen = seen_[static_cast<std::size_t>(direction)];
  std::size_t empty = 0, longest = 0, end = 0;
  for (std::size_t k = 0; k < 2 * kSlots && longest < kSlots; ++k) {
    empty = seen[k % kSlots] ? 0 : empty + 1;
    if (empty > longest) {
      longest = empty;
      end = (k + 1) % kSlots;
    }
  }
  if (static_cast<double>(longest) < kEmptyEnough * kSlots) return {};
  return {static_cast<double>(end) / kSlots, static_cast<double>(kSlots - longest) / kSlots};
}

Occupancy::Interval Occupancy::interval(int direction) const {
  if (box_.periodic()[static_cast<std::size_t>(direction)])
    return atoms_ < kManyAtoms ? Interval{} : longestOccupied(direction);
  const double low = low_[direction], high = high_[direction];
  const double pad =
      std::max(1e-6 * (wallHigh()[direction] - wallLow()[direction]), 1e-3 * (high - low));
  return {low - pad, high - low + 2 * pad};
}

double Occupancy::spacing() const {
  double volume = box_.volume() / static_cast<double>(atoms_);
  for (int d = 0; d < 3; ++d) volume *= interval(d).length;
  return std::cbrt(volume);
}

}  // namespace glasscope::voronoi
