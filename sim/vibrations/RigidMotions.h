#pragma once

#include <vector>

#include "core/atoms/Atoms.h"
#include "sim/springs/Springs.h"
#include "sim/statics/FreeMotion.h"

namespace glasscope::sim {

/// The displacements of a sample that cost no energy, as orthonormal vectors over the rows of its
/// springs (mass-weighted where these are): three translations, and the rotations of what vacuum
/// surrounds. They are known exactly and taken out of what is computed about vibrations.
class RigidMotions {
 public:
  /// Translations alone.
  template <class T>
  explicit RigidMotions(const Springs<T>& springs) {
    addTranslations({springs.rootMass().begin(), springs.rootMass().end()});
  }
  /// With the rotations that are free; `atoms` is what the springs were made of.
  template <class T>
  RigidMotions(const Springs<T>& springs, const Atoms& atoms, const FreeMotion& motion)
      : RigidMotions(springs) {
    addRotations({springs.rootMass().begin(), springs.rootMass().end()}, springs.atoms(), atoms,
                 motion);
  }

  std::size_t count() const { return vectors_.size(); }
  const std::vector<std::vector<double>>& vectors() const { return vectors_; }

  template <class T>
  void projectOut(Block<T>& block) const;

 private:
  void addTranslations(const std::vector<double>& rootMass);
  void addRotations(const std::vector<double>& rootMass, const SpringAtoms& order,
                    const Atoms& atoms, const FreeMotion& motion);
  void addOrthonormal(std::vector<double> vector);

  std::vector<std::vector<double>> vectors_;
};

}  // namespace glasscope::sim
