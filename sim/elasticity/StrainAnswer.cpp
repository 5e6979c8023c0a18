#include "sim/elasticity/StrainAnswer.h"

namespace glasscope::sim {
namespace {

Vec3 strained(int strain, const Vec3& vector) {
  const auto [a, b] = kVoigt[static_cast<std::size_t>(strain)];
  Vec3 change = Vec3::Zero();
  if (a == b) {
    change[a] = vector[a];
  } else {
    change[a] = 0.5 * vector[b];
    change[b] = 0.5 * vector[a];
  }
  return change;
}

}  // namespace

VectorChanges changesOf(const Vec3& apart, const Block<double>* displacement, std::size_t i,
                        std::size_t j) {
  VectorChanges changes;
  for (int s = 0; s < kStrains; ++s) {
    changes.col(s) = strained(s, apart);
    if (displacement == nullptr) continue;
    for (int axis = 0; axis < 3; ++axis) {
      const auto k = static_cast<std::size_t>(axis);
      changes(axis, s) += displacement->row(3 * j + k)[s] - displacement->row(3 * i + k)[s];
    }
  }
  return changes;
}

}  // namespace glasscope::sim
