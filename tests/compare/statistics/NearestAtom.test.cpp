#include "compare/statistics/NearestAtom.h"

#include <gtest/gtest.h>

#include "core/math/Random.h"

namespace glasscope::compare {
namespace {

// The definition itself: all points, by exact minimum images.
std::size_t bySearch(const Box& box, const std::vector<Vec3>& points, const Vec3& place) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < points.size(); ++i) {
    if (box.minimumImage(points[i] - place).norm() < box.minimumImage(points[best] - place).norm())
      best = i;
  }
  return best;
}

TEST(NearestAtom, isThatOfAllPointsInAnyBox) {
  Mat3 skewed;
  skewed << 20, 7, -4, 0, 14, 5, 0, 0, 11;
  for (const Box& box : {Box::orthogonal(Vec3(12, 30, 9), Vec3(-3, 2, 50)), Box(skewed)}) {
    // One point, few that lie together, and many.
    for (const int count : {1, 3, 400}) {
      std::vector<Vec3> points;
      for (int i = 0; i < count; ++i) {
        Random random(1, "points", static_cast<std::uint64_t>(count),
                      static_cast<std::uint64_t>(i));
        const double spread = count == 3 ? 0.2 : 3;
        points.push_back(box.toCartesian(
            spread * Vec3(random.uniform(), random.uniform(), random.uniform()) - Vec3::Ones()));
      }
      const NearestAtom nearest(box, points);
      for (std::uint64_t k = 0; k < 200; ++k) {
        Random random(2, "places", 0, k);
        const Vec3 place = box.toCartesian(
            4 * Vec3(random.uniform(), random.uniform(), random.uniform()) - Vec3::Constant(2));
        EXPECT_EQ(nearest.to(place), bySearch(box, points, place)) << count << ' ' << k;
      }
    }
  }
}

}  // namespace
}  // namespace glasscope::compare
