#include "sim/vibrations/RigidMotions.h"

#include <cmath>

#include <Eigen/Geometry>

#include "sim/vibrations/BlockSums.h"

namespace glasscope::sim {
namespace {

double dot(const std::vector<double>& one, const std::vector<double>& other) {
  double sum = 0;
  for (std::size_t k = 0; k < one.size(); ++k) sum += one[k] * other[k];
  return sum;
}

}  // namespace

void RigidMotions::addOrthonormal(std::vector<double> vector) {
  const double before = std::sqrt(dot(vector, vector));
  for (const auto& other : vectors_) {
    const double overlap = dot(vector, other);
    for (std::size_t k = 0; k < vector.size(); ++k) vector[k] -= overlap * other[k];
  }
  const double norm = std::sqrt(dot(vector, vector));
  if (!(norm > 1e-8 * before)) return;  // a rotation of atoms on its axis is none
  for (double& each : vector) each /= norm;
  vectors_.push_back(std::move(vector));
}

void RigidMotions::addTranslations(const std::vector<double>& rootMass) {
  for (std::size_t axis = 0; axis < 3; ++axis) {
    std::vector<double> vector(3 * rootMass.size(), 0.0);
    for (std::size_t i = 0; i < rootMass.size(); ++i) vector[3 * i + axis] = rootMass[i];
    addOrthonormal(std::move(vector));
  }
}

void RigidMotions::addRotations(const std::vector<double>& rootMass, const SpringAtoms& order,
                                const Atoms& atoms, const FreeMotion& motion) {
  if (motion.axes.empty()) return;
  const auto whole = inOnePiece(atoms, motion);
  const Vec3 centre = centreOfMass(atoms, whole);
  for (const Vec3& axis : motion.axes) {
    std::vector<double> vector(3 * rootMass.size());
    for (std::size_t i = 0; i < rootMass.size(); ++i) {
      const Vec3 arm = whole[static_cast<std::size_t>(order.input[i])] - centre;
      const Vec3 turn = rootMass[i] * axis.cross(arm);
      for (int k = 0; k < 3; ++k) vector[3 * i + static_cast<std::size_t>(k)] = turn[k];
    }
    addOrthonormal(std::move(vector));
  }
}

template <class T>
void RigidMotions::projectOut(Block<T>& block) const {
  constexpr std::size_t kLanes = Block<T>::kLanes;
  for (const auto& vector : vectors_) {
    LaneSums<T> overlap{};
    for (std::size_t row = 0; row < block.rows(); ++row) {
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        overlap[lane] += vector[row] * static_cast<double>(block.row(row)[lane]);
      }
    }
    for (std::size_t row = 0; row < block.rows(); ++row) {
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        block.row(row)[lane] -= static_cast<T>(vector[row] * overlap[lane]);
      }
    }
  }
}

template void RigidMotions::projectOut(Block<float>&) const;
template void RigidMotions::projectOut(Block<double>&) const;

}  // namespace glasscope::sim
