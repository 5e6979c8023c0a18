#include "multislice/scattering_matrix/NaturalNeighbours.h"

#include <algorithm>
#include <cmath>

namespace glasscope::multislice {

namespace {

using Polygon = std::vector<Vec2>;

/// Keeps what is nearer to `inside` than to `outside`.
Polygon nearer(const Polygon& polygon, const Vec2& inside, const Vec2& outside) {
  const Vec2 normal = outside - inside, middle = 0.5 * (inside + outside);
  Polygon result;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const Vec2 &a = polygon[i], &b = polygon[(i + 1) % polygon.size()];
    const double da = normal.dot(a - middle), db = normal.dot(b - middle);
    if (da <= 0) result.push_back(a);
    if ((da < 0 && db > 0) || (da > 0 && db < 0)) result.push_back(a + da / (da - db) * (b - a));
  }
  return result;
}

double area(const Polygon& polygon) {
  double twice = 0;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const Vec2 &a = polygon[i], &b = polygon[(i + 1) % polygon.size()];
    twice += a.x() * b.y() - a.y() * b.x();
  }
  return 0.5 * std::abs(twice);
}

Polygon squareAround(std::span<const Vec2> sites, const Vec2& point) {
  double reach = point.cwiseAbs().maxCoeff();
  for (const Vec2& s : sites) reach = std::max(reach, s.cwiseAbs().maxCoeff());
  const double r = 4 * reach + 1e-300;
  return {{-r, -r}, {r, -r}, {r, r}, {-r, r}};
}

}  // namespace

std::vector<NeighbourWeight> naturalNeighbours(std::span<const Vec2> sites, const Vec2& point) {
  Polygon cell = squareAround(sites, point);
  const double tiny = 1e-9 * cell[2].x();
  for (std::size_t s = 0; s < sites.size(); ++s) {
    if ((sites[s] - point).norm() < tiny) return {{s, 1}};
  }
  for (const Vec2& site : sites) cell = nearer(cell, point, site);
  std::vector<NeighbourWeight> weights;
  double total = 0;
  for (std::size_t s = 0; s < sites.size(); ++s) {
    Polygon taken = cell;
    for (std::size_t t = 0; t < sites.size() && !taken.empty(); ++t) {
      if (t != s) taken = nearer(taken, sites[s], sites[t]);
    }
    const double share = area(taken);
    if (share <= 0) continue;
    weights.push_back({s, share});
    total += share;
  }
  for (NeighbourWeight& w : weights) w.weight /= total;
  return weights;
}

}  // namespace glasscope::multislice
