#include "voronoi/cells/Region.h"

#include <cmath>

namespace glasscope::voronoi {

namespace {

/// How far behind the beginning of the region a wrapped coordinate lies.
double behind(const Region& region, const Box& box, int d, const Vec3& fractional) {
  const double t = fractional[d] - region.begin[d];
  return box.periodic()[static_cast<std::size_t>(d)] ? t - std::floor(t) : t;
}

}  // namespace

bool Region::holds(const Box& box, const Vec3& fractional) const {
  for (int d = 0; d < 3; ++d) {
    const auto k = static_cast<std::size_t>(d);
    if (whole[k]) continue;
    const double t = behind(*this, box, d, fractional);
    if ((t < 0 && !openBelow[k]) || (t >= length[d] && !openAbove[k])) return false;
  }
  return true;
}

bool Region::holdsBall(const Box& box, const Vec3& fractional, double radius) const {
  constexpr double kSlack = 1 + 1e-9;
  for (int d = 0; d < 3; ++d) {
    const auto k = static_cast<std::size_t>(d);
    if (whole[k]) continue;
    // The spacing of the planes of this direction is 1 / |row of the inverse|.
    const double reach = radius * kSlack * box.inverse().row(d).norm();
    const double t = behind(*this, box, d, fractional);
    if ((t < reach && !openBelow[k]) || (length[d] - t < reach && !openAbove[k])) return false;
  }
  return true;
}

Region Region::widened(const Box& box, double width) const {
  Region out = *this;
  const Vec3 heights = box.heights();
  for (int d = 0; d < 3; ++d) {
    const auto k = static_cast<std::size_t>(d);
    if (whole[k]) continue;
    const double w = width / heights[d];
    if (!openBelow[k]) out.begin[d] -= w;
    out.length[d] += (openBelow[k] ? 0 : w) + (openAbove[k] ? 0 : w);
    // A periodic direction is full when the ends meet; rounding must not count an atom twice.
    if (box.periodic()[k] && out.length[d] > 1 - 1e-6) out.whole[k] = true;
  }
  return out;
}

}  // namespace glasscope::voronoi
