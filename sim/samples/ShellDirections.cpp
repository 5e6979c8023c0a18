#include "sim/samples/ShellDirections.h"

#include <algorithm>
#include <cmath>

#include "core/math/Random.h"
#include "core/system/Error.h"

namespace glasscope::sim {

namespace {

double nearestPair(const std::vector<Vec3>& points) {
  double nearest = 2;
  for (std::size_t i = 1; i < points.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) nearest = std::min(nearest, (points[i] - points[j]).norm());
  return nearest;
}

std::vector<Vec3> randomDirections(int count, std::uint64_t start) {
  std::vector<Vec3> points;
  for (int i = 0; i < count; ++i) {
    Random random(1, "shell_directions", start, static_cast<std::uint64_t>(i));
    const double x = random.normal(), y = random.normal(), z = random.normal();
    points.push_back(Vec3(x, y, z).normalized());
  }
  return points;
}

// All points go along their forces, the one that is pushed most by `step`.
void spread(std::vector<Vec3>& points, double step) {
  std::vector<Vec3> forces(points.size(), Vec3::Zero());
  double largest = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    for (std::size_t j = 0; j < points.size(); ++j) {
      if (j == i) continue;
      const Vec3 apart = points[i] - points[j];
      forces[i] += apart / std::pow(apart.squaredNorm(), 7);
    }
    forces[i] -= forces[i].dot(points[i]) * points[i];
    largest = std::max(largest, forces[i].norm());
  }
  if (largest == 0) return;
  for (std::size_t i = 0; i < points.size(); ++i)
    points[i] = (points[i] + step / largest * forces[i]).normalized();
}

}  // namespace

std::vector<Vec3> shellDirections(int count) {
  GLASSCOPE_ENSURE(count >= 4 && count <= 24, "such a shell is not known");
  constexpr std::uint64_t kStarts = 6;
  constexpr int kMoves = 2000;
  constexpr double kFirstStep = 0.1, kShrink = 0.996;  // the last one is 3e-5
  std::vector<Vec3> best;
  for (std::uint64_t start = 0; start < kStarts; ++start) {
    std::vector<Vec3> points = randomDirections(count, start);
    double step = kFirstStep;
    for (int move = 0; move < kMoves; ++move, step *= kShrink) spread(points, step);
    if (best.empty() || nearestPair(points) > nearestPair(best)) best = points;
  }
  return best;
}

// Corners at the sine 2/3 of the angle to the axis: a corner and the next one of its triangle have
// the cosine 1 - 3/2 sine^2, a corner and a cap sine / 2; both are 1/3.
std::vector<Vec3> cappedPrism() {
  const double sine = 2.0 / 3, cosine = std::sqrt(1 - sine * sine);
  std::vector<Vec3> directions;
  for (const double degrees : {0.0, 120.0, 240.0}) {
    const double angle = degrees * M_PI / 180;
    for (const double height : {cosine, -cosine})
      directions.emplace_back(sine * std::cos(angle), sine * std::sin(angle), height);
  }
  for (const double degrees : {60.0, 180.0, 300.0}) {
    const double angle = degrees * M_PI / 180;
    directions.emplace_back(std::cos(angle), std::sin(angle), 0);
  }
  return directions;
}

}  // namespace glasscope::sim
