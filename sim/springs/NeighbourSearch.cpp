#include "sim/springs/NeighbourSearch.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

#include "core/system/Error.h"

namespace glasscope::sim {
namespace {

// Interleaves the bits of three numbers below 2^21 (Morton's curve).
std::uint64_t alongCurve(const std::array<int, 3>& bin) {
  std::uint64_t key = 0;
  for (int bit = 0; bit < 21; ++bit) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const auto value = static_cast<std::uint64_t>(bin[axis]);
      key |= ((value >> bit) & 1) << (3 * bit + static_cast<int>(axis));
    }
  }
  return key;
}

// What bins are laid over: fractions from 0 to 1 along periodic directions, the extent of the atoms
// along open ones.
struct Extent {
  Vec3 low = Vec3::Zero(), length = Vec3::Ones();
};

Extent extentOf(const std::vector<Vec3>& fractions, const std::array<bool, 3>& periodic) {
  Extent extent;
  for (int axis = 0; axis < 3; ++axis) {
    if (periodic[static_cast<std::size_t>(axis)]) continue;
    double low = fractions.front()[axis], high = low;
    for (const Vec3& fraction : fractions) {
      low = std::min(low, fraction[axis]);
      high = std::max(high, fraction[axis]);
    }
    extent.low[axis] = low;
    extent.length[axis] = std::max(high - low, 1e-9);
  }
  return extent;
}

}  // namespace

NeighbourSearch::NeighbourSearch(const Atoms& atoms, double reach_A)
    : edges_(atoms.box.matrix()),
      periodic_(atoms.box.periodic()),
      squaredReach_(reach_A * reach_A) {
  GLASSCOPE_ENSURE(reach_A > 0, "a reach is positive");
  const std::size_t count = atoms.size();
  std::vector<Vec3> fractions(count);
  for (std::size_t i = 0; i < count; ++i) {
    fractions[i] = atoms.box.toFractional(atoms.positions[i]);
    for (int axis = 0; axis < 3; ++axis) {
      if (!periodic_[static_cast<std::size_t>(axis)]) continue;
      fractions[i][axis] -= std::floor(fractions[i][axis]);
      if (fractions[i][axis] >= 1) fractions[i][axis] = 0;  // rounding of a tiny negative number
    }
  }
  const Extent extent = extentOf(fractions, periodic_);
  const Vec3 heights = atoms.box.heights().cwiseProduct(extent.length);
  for (int axis = 0; axis < 3; ++axis) {
    const auto i = static_cast<std::size_t>(axis);
    // Half the reach: fewer atoms are looked at in vain than with bins as wide as the reach. No
    // more bins than atoms, however far apart these are.
    const double most = std::max(1.0, std::cbrt(static_cast<double>(count)) * 4);
    bins_[i] = static_cast<int>(std::clamp(std::floor(2 * heights[axis] / reach_A), 1.0, most));
    span_[i] = static_cast<int>(std::ceil(reach_A * bins_[i] / heights[axis] + 1e-9));
    if (!periodic_[i]) span_[i] = std::min(span_[i], bins_[i] - 1);
  }
  std::vector<std::array<int, 3>> bin(count);
  std::vector<std::uint64_t> key(count);
  for (std::size_t i = 0; i < count; ++i) {
    for (int axis = 0; axis < 3; ++axis) {
      const auto a = static_cast<std::size_t>(axis);
      const double at = (fractions[i][axis] - extent.low[axis]) / extent.length[axis] * bins_[a];
      bin[i][a] = std::clamp(static_cast<int>(at), 0, bins_[a] - 1);
    }
    key[i] = alongCurve(bin[i]);
  }
  order_.resize(count);
  std::iota(order_.begin(), order_.end(), 0);
  std::sort(order_.begin(), order_.end(), [&](std::int32_t one, std::int32_t other) {
    const auto a = static_cast<std::size_t>(one), b = static_cast<std::size_t>(other);
    return std::tuple(key[a], fractions[a].x(), fractions[a].y(), fractions[a].z()) <
           std::tuple(key[b], fractions[b].x(), fractions[b].y(), fractions[b].z());
  });
  range_.assign(static_cast<std::size_t>(bins_[0]) * bins_[1] * bins_[2], {0, 0});
  for (std::size_t place = 0; place < count; ++place) {
    const auto i = static_cast<std::size_t>(order_[place]);
    positions_.push_back(atoms.box.toCartesian(fractions[i]));
    binOf_.push_back(bin[i]);
    auto& range =
        range_[static_cast<std::size_t>((bin[i][0] * bins_[1] + bin[i][1]) * bins_[2] + bin[i][2])];
    if (range.second == 0) range.first = static_cast<std::int32_t>(place);
    range.second = static_cast<std::int32_t>(place) + 1;
  }
}

}  // namespace glasscope::sim
