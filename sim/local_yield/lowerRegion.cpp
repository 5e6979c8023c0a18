#include "sim/local_yield/lowerRegion.h"

#include <algorithm>
#include <cmath>
#include <deque>

namespace glasscope::sim {
namespace {

using Vectors = std::vector<Vec3>;

double dot(const Vectors& a, const Vectors& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i].dot(b[i]);
  return sum;
}

void add(Vectors& y, double factor, const Vectors& x) {
  for (std::size_t i = 0; i < y.size(); ++i) y[i] += factor * x[i];
}

double longest(const Vectors& vectors) {
  double squared = 0;
  for (const Vec3& vector : vectors) squared = std::max(squared, vector.squaredNorm());
  return std::sqrt(squared);
}

// What the last steps say of the curvature.
class Memory {
 public:
  void clear() { updates_.clear(); }
  void add(Vectors step, Vectors change) {
    const double product = dot(step, change);
    if (product <= 0) return;  // no minimum lies that way
    if (updates_.size() == kKept) updates_.pop_front();
    updates_.push_back({std::move(step), std::move(change), 1 / product});
  }

  /// The direction of Newton's step as far as it is known, from the forces.
  Vectors direction(Vectors forces) const {
    std::vector<double> alpha(updates_.size());
    for (std::size_t k = updates_.size(); k-- > 0;) {
      alpha[k] = updates_[k].inverse * dot(updates_[k].step, forces);
      sim::add(forces, -alpha[k], updates_[k].change);
    }
    // Before anything is known: 10 eV/angstrom^2, about the stiffest of a metal.
    const double scale =
        updates_.empty()
            ? 0.1
            : 1 / (updates_.back().inverse * dot(updates_.back().change, updates_.back().change));
    for (Vec3& force : forces) force *= scale;
    for (std::size_t k = 0; k < updates_.size(); ++k) {
      const double beta = updates_[k].inverse * dot(updates_[k].change, forces);
      sim::add(forces, alpha[k] - beta, updates_[k].step);
    }
    return forces;
  }

 private:
  struct Update {
    Vectors step, change;
    double inverse;
  };
  static constexpr std::size_t kKept = 12;
  std::deque<Update> updates_;
};

// Goes along a direction to where the energy is lower by a share of what its slope promises
// (Armijo, Pacific J. Math. 16, 1 (1966)), and leaves region, positions and forces there; false
// when it is nowhere.
bool lowered(LocalRegion& region, const Vectors& direction, Vectors& positions,
             LocalRegion::Forces& forces) {
  constexpr double kLongest_A = 0.1, kShare = 1e-4;
  const double slope = dot(direction, forces.force_eV_per_A);
  if (slope <= 0) return false;
  double length = std::min(1.0, kLongest_A / longest(direction));
  LocalRegion::Forces next;
  for (int cut = 0; cut < 30; ++cut, length *= 0.5) {
    Vectors moved = positions;
    add(moved, length, direction);
    region.evaluate(moved, next);
    if (next.energy_eV > forces.energy_eV - kShare * length * slope) continue;
    positions = std::move(moved);
    forces = std::move(next);
    return true;
  }
  region.evaluate(positions, forces);
  return false;
}

}  // namespace

double lowerRegion(LocalRegion& region, double tolerance_eV_per_A) {
  constexpr int kMostSteps = 5000;
  Vectors positions = region.positions();
  LocalRegion::Forces forces;
  region.evaluate(positions, forces);
  Memory memory;
  bool fresh = true;
  double left = std::sqrt(dot(forces.force_eV_per_A, forces.force_eV_per_A));
  for (int step = 0; step < kMostSteps && left > tolerance_eV_per_A; ++step) {
    const Vectors before = positions, pull = forces.force_eV_per_A;
    if (!lowered(region, memory.direction(pull), positions, forces)) {
      if (fresh) break;  // not even along the forces
      memory.clear();
      fresh = true;
      continue;
    }
    Vectors moved = positions, change = pull;
    add(moved, -1, before);
    add(change, -1, forces.force_eV_per_A);
    memory.add(std::move(moved), std::move(change));
    fresh = false;
    left = std::sqrt(dot(forces.force_eV_per_A, forces.force_eV_per_A));
  }
  return left;
}

}  // namespace glasscope::sim
