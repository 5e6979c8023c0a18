#include "compare/statistics/NearestAtom.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/system/Error.h"

namespace glasscope::compare {
namespace {

Vec3 insideUnit(const Vec3& fraction) {
  return fraction - Vec3(fraction.array().floor());
}

}  // namespace

NearestAtom::NearestAtom(const Box& box, const std::vector<Vec3>& points)
    : edges_(box.matrix()), inverse_(box.inverse()), origin_(box.origin()) {
  GLASSCOPE_ENSURE(!points.empty(), "there is a nearest point");
  // About one point a bin.
  const double edge = std::cbrt(box.volume() / static_cast<double>(points.size()));
  const Vec3 heights = box.heights();
  height_A_ = std::numeric_limits<double>::infinity();
  for (int axis = 0; axis < 3; ++axis) {
    int& count = bins_[static_cast<std::size_t>(axis)];
    count = std::max(1, static_cast<int>(heights[axis] / edge));
    height_A_ = std::min(height_A_, heights[axis] / count);
  }
  std::vector<std::size_t> binOf;
  for (const Vec3& point : points) {
    const Vec3 fraction = insideUnit(inverse_ * (point - origin_));
    points_.emplace_back(edges_ * fraction);
    std::size_t index = 0;
    for (int axis = 0; axis < 3; ++axis) {
      const int count = bins_[static_cast<std::size_t>(axis)];
      const int bin = std::min(count - 1, static_cast<int>(fraction[axis] * count));
      index = index * static_cast<std::size_t>(count) + static_cast<std::size_t>(bin);
    }
    binOf.push_back(index);
  }
  const auto all =
      static_cast<std::size_t>(bins_[0] * bins_[1]) * static_cast<std::size_t>(bins_[2]);
  start_.assign(all + 1, 0);
  for (const std::size_t bin : binOf) ++start_[bin + 1];
  for (std::size_t bin = 0; bin < all; ++bin) start_[bin + 1] += start_[bin];
  std::vector<std::int32_t> next(start_.begin(), start_.end() - 1);
  member_.resize(points.size());
  for (std::size_t i = 0; i < points.size(); ++i)
    member_[static_cast<std::size_t>(next[binOf[i]]++)] = static_cast<std::int32_t>(i);
}

// A bin outside of the box is an image of one inside.
void NearestAtom::lookInto(const Bin& bin, const Vec3& place, Best& best) const {
  Vec3 shift = Vec3::Zero();
  std::size_t index = 0;
  for (int axis = 0; axis < 3; ++axis) {
    const auto k = static_cast<std::size_t>(axis);
    const int count = bins_[k];
    const int cells = bin[k] >= 0 ? bin[k] / count : -((count - 1 - bin[k]) / count);
    shift += cells * edges_.col(axis);
    index =
        index * static_cast<std::size_t>(count) + static_cast<std::size_t>(bin[k] - cells * count);
  }
  for (auto at = start_[index]; at < start_[index + 1]; ++at) {
    const std::int32_t point = member_[static_cast<std::size_t>(at)];
    const double squared = (points_[static_cast<std::size_t>(point)] + shift - place).squaredNorm();
    if (squared < best.squared || (squared == best.squared && point < best.point))
      best = {squared, point};
  }
}

std::size_t NearestAtom::to(const Vec3& place) const {
  const Vec3 fraction = insideUnit(inverse_ * (place - origin_));
  const Vec3 here = edges_ * fraction;
  Bin own;
  for (int axis = 0; axis < 3; ++axis) {
    const int count = bins_[static_cast<std::size_t>(axis)];
    own[static_cast<std::size_t>(axis)] =
        std::min(count - 1, static_cast<int>(fraction[axis] * count));
  }
  Best best{std::numeric_limits<double>::infinity(), 0};
  // Shells of bins, until all that is left is further away than what was found.
  for (int shell = 0; best.squared > std::pow(std::max(0, shell - 1) * height_A_, 2) || shell < 2;
       ++shell) {
    for (int x = -shell; x <= shell; ++x) {
      for (int y = -shell; y <= shell; ++y) {
        const bool face = std::abs(x) == shell || std::abs(y) == shell;
        for (int z = -shell; z <= shell; z += face || shell == 0 ? 1 : 2 * shell)
          lookInto({own[0] + x, own[1] + y, own[2] + z}, here, best);
      }
    }
  }
  return static_cast<std::size_t>(best.point);
}

}  // namespace glasscope::compare
