#include "core/atoms/StandardFrame.h"

#include <cmath>

#include <Eigen/Geometry>

namespace glasscope {
namespace {

constexpr double kStraight = 1e-6;  // off by less than this fraction of the length

std::optional<double> repeatAlong(const Mat3& edges, const std::array<bool, 3>& periodic,
                                  int axis) {
  const auto reach = [&](int d) {
    return periodic[static_cast<std::size_t>(d)] ? kMostRepeats : 0;
  };
  std::optional<double> shortest;
  for (int i = -reach(0); i <= reach(0); ++i) {
    for (int j = -reach(1); j <= reach(1); ++j) {
      for (int k = -reach(2); k <= reach(2); ++k) {
        const Vec3 vector = edges * Vec3(i, j, k);
        const double along = vector[axis];
        if (!(along > 0) || (shortest && along >= *shortest)) continue;
        Vec3 across = vector;
        across[axis] = 0;
        if (across.norm() <= kStraight * along) shortest = along;
      }
    }
  }
  return shortest;
}

bool liesAcrossZ(const Vec3& edge) {
  return std::abs(edge.z()) <= kStraight * edge.norm();
}

}  // namespace

std::optional<double> repeatAlong(const Box& box, int axis) {
  return repeatAlong(box.matrix(), box.periodic(), axis);
}

Mat3 turnIntoStandardFrame(const Box& box) {
  const auto repeats = [&](const Mat3& edges) {
    return repeatAlong(edges, box.periodic(), 0) && repeatAlong(edges, box.periodic(), 1);
  };
  if (box.isOrthogonal() || repeats(box.matrix())) return Mat3::Identity();
  for (int d = 0; d < 3; ++d) {
    const Vec3 edge = box.matrix().col(d);
    if (!liesAcrossZ(edge)) continue;
    const double angle = std::atan2(edge.y(), edge.x());
    Mat3 rotation = Eigen::AngleAxisd(-angle, Vec3::UnitZ()).toRotationMatrix();
    if (repeats(rotation * box.matrix())) return rotation;
  }
  return Mat3::Identity();
}

void turn(Atoms& atoms, const Mat3& rotation) {
  const Vec3 origin = atoms.box.origin();
  Mat3 edges = rotation * atoms.box.matrix();
  // What a rotation by cosines and sines leaves of a zero: edges along an axis lie exactly on it.
  const double rounding = 1e-14 * edges.cwiseAbs().maxCoeff();
  edges = (edges.array().abs() < rounding).select(0, edges);
  atoms.box = Box(edges, origin, atoms.box.periodic());
  for (Vec3& position : atoms.positions) position = origin + rotation * (position - origin);
  for (Vec3& velocity : atoms.velocities) velocity = rotation * velocity;
}

}  // namespace glasscope
