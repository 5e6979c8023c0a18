#include "sim/statics/FreeMotion.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Dense>
#include <Eigen/Geometry>

#include "core/atoms/Elements.h"

namespace glasscope::sim {
namespace {

struct Gap {
  double width = 0;   // as a fraction of the cell
  double middle = 0;  // fraction
};

// The widest empty layer across a direction, the one across the face of the box included.
Gap widestGap(const Atoms& atoms, int axis) {
  std::vector<double> fractions;
  for (const Vec3& position : atoms.positions) {
    const double fraction = atoms.box.toFractional(position)[axis];
    fractions.push_back(fraction - std::floor(fraction));
  }
  std::sort(fractions.begin(), fractions.end());
  Gap widest{fractions.front() + 1 - fractions.back(),
             0.5 * (fractions.front() + 1 + fractions.back())};
  for (std::size_t i = 1; i < fractions.size(); ++i) {
    const double width = fractions[i] - fractions[i - 1];
    if (width > widest.width) widest = {width, 0.5 * (fractions[i] + fractions[i - 1])};
  }
  return widest;
}

std::vector<Vec3> freeAxes(const Box& box, const std::array<bool, 3>& open) {
  const auto count = std::count(open.begin(), open.end(), true);
  if (count == 3) return {Vec3::UnitX(), Vec3::UnitY(), Vec3::UnitZ()};
  if (count < 2) return {};
  const auto closed = std::find(open.begin(), open.end(), false) - open.begin();
  return {box.matrix().col(closed).normalized()};
}

// Columns: the axes.
Eigen::MatrixXd asMatrix(const std::vector<Vec3>& axes) {
  Eigen::MatrixXd matrix(3, static_cast<Eigen::Index>(axes.size()));
  for (std::size_t i = 0; i < axes.size(); ++i) matrix.col(static_cast<Eigen::Index>(i)) = axes[i];
  return matrix;
}

Mat3 kabsch(const Mat3& covariance) {
  const Eigen::JacobiSVD<Mat3> svd(covariance, Eigen::ComputeFullU | Eigen::ComputeFullV);
  Mat3 sign = Mat3::Identity();
  sign(2, 2) = (svd.matrixV() * svd.matrixU().transpose()).determinant() < 0 ? -1 : 1;
  return svd.matrixV() * sign * svd.matrixU().transpose();
}

}  // namespace

FreeMotion freeMotion(const Atoms& atoms, double gap_A) {
  FreeMotion motion;
  const Vec3 heights = atoms.box.heights();
  for (int axis = 0; axis < 3; ++axis) {
    const auto i = static_cast<std::size_t>(axis);
    if (!atoms.box.periodic()[i]) {
      motion.open[i] = true;
      continue;
    }
    const Gap gap = widestGap(atoms, axis);
    motion.open[i] = gap.width * heights[axis] > gap_A;
    if (motion.open[i]) motion.cut[axis] = gap.middle;
  }
  motion.axes = freeAxes(atoms.box, motion.open);
  return motion;
}

std::vector<Vec3> inOnePiece(const Atoms& atoms, const FreeMotion& motion) {
  std::vector<Vec3> positions = atoms.positions;
  for (Vec3& position : positions) {
    const Vec3 fraction = atoms.box.toFractional(position);
    Vec3 cells = Vec3::Zero();
    for (int axis = 0; axis < 3; ++axis) {
      const auto i = static_cast<std::size_t>(axis);
      if (!motion.open[i] || !atoms.box.periodic()[i]) continue;
      cells[axis] = -std::floor(fraction[axis] - motion.cut[axis]);
    }
    position += atoms.box.matrix() * cells;
  }
  return positions;
}

Vec3 centreOfMass(const Atoms& atoms, const std::vector<Vec3>& vectors) {
  Vec3 sum = Vec3::Zero();
  double mass = 0;
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    const double m = elementMass(atoms.atomicNumbers[i]);
    sum += m * vectors[i];
    mass += m;
  }
  return sum / mass;
}

Mat3 bestRotation(const Atoms& atoms, const std::vector<Vec3>& from, const std::vector<Vec3>& to,
                  const FreeMotion& motion) {
  if (motion.axes.empty()) return Mat3::Identity();
  const Vec3 fromCentre = centreOfMass(atoms, from), toCentre = centreOfMass(atoms, to);
  Mat3 covariance = Mat3::Zero();  // sum m from to^T
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    covariance += elementMass(atoms.atomicNumbers[i]) * (from[i] - fromCentre) *
                  (to[i] - toCentre).transpose();
  }
  if (motion.axes.size() == 3) return kabsch(covariance);
  // About one axis: the angle whose tangent is the ratio of the components of cross and dot.
  const Vec3& axis = motion.axes.front();
  const Vec3 cross(covariance(1, 2) - covariance(2, 1), covariance(2, 0) - covariance(0, 2),
                   covariance(0, 1) - covariance(1, 0));
  const double along = axis.dot(covariance * axis);
  const double angle = std::atan2(cross.dot(axis), covariance.trace() - along);
  return Eigen::AngleAxisd(angle, axis).toRotationMatrix();
}

void stopRotation(Atoms& atoms, const FreeMotion& motion) {
  if (motion.axes.empty()) return;
  const auto positions = inOnePiece(atoms, motion);
  const Vec3 centre = centreOfMass(atoms, positions);
  const Vec3 drift = centreOfMass(atoms, atoms.velocities);
  Vec3 momentum = Vec3::Zero();
  Mat3 inertia = Mat3::Zero();
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    const double m = elementMass(atoms.atomicNumbers[i]);
    const Vec3 arm = positions[i] - centre;
    momentum += m * arm.cross(atoms.velocities[i] - drift);
    inertia += m * (arm.squaredNorm() * Mat3::Identity() - arm * arm.transpose());
  }
  const Eigen::MatrixXd axes = asMatrix(motion.axes);
  const Eigen::MatrixXd reduced = axes.transpose() * inertia * axes;
  const Vec3 rate = axes * reduced.completeOrthogonalDecomposition().solve(
                               Eigen::VectorXd(axes.transpose() * momentum));
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    atoms.velocities[i] -= rate.cross(Vec3(positions[i] - centre));
  }
}

}  // namespace glasscope::sim
