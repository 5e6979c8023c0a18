#pragma once

#include <array>
#include <vector>

#include "core/atoms/Atoms.h"
#include "sim/lammps/Sample.h"
#include "sim/potentials/Potential.h"
#include "sim/statics/StrainPath.h"

namespace glasscope::sim {

/// A bulk sample in LAMMPS that is strained as a whole and brought to the nearest energy minimum,
/// and can be put back to an earlier one. All ranks call it.
class StrainedSample {
 public:
  /// The sample at a minimum.
  struct State {
    double strain = 0, energy_eV = 0, volume_A3 = 0;
    double forceNorm_eV_per_A = 0;   ///< of all forces: how well it is one
    Mat3 stress_GPa = Mat3::Zero();  ///< Cauchy's, tension positive, in the frame of the box
    std::vector<Vec3> positions;     ///< in LAMMPS, wrapped
    std::vector<std::array<int, 3>> images;
  };

  /// Throws Error(usage) for a box that is not periodic or has vacuum in it.
  StrainedSample(const Potential& potential, const Atoms& atoms,
                 double forceTolerance_eV_per_A = 1e-5);

  /// Goes from where the sample is to the strain, all atoms alike, and on to the minimum below.
  /// The strain is that of the box as it was given.
  State at(StrainPath path, double strain);
  void putBack(StrainPath path, const State& state);
  Atoms fetch() const { return sample_.fetch(); }

 private:
  LammpsBox boxAt(StrainPath path, double strain) const;

  Sample sample_;
  LammpsBox start_;
  double tolerance_;
};

}  // namespace glasscope::sim
