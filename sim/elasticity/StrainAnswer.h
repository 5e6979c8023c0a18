#pragma once

#include <array>
#include <vector>

#include <Eigen/Core>

#include "sim/elasticity/ElasticResponse.h"
#include "sim/springs/Block.h"

namespace glasscope::sim {

inline constexpr int kStrains = 6;
/// The components of Voigt's notation.
inline constexpr std::array<std::array<int, 2>, kStrains> kVoigt{
    {{0, 0}, {1, 1}, {2, 2}, {1, 2}, {0, 2}, {0, 1}}};

using SixStrains = Eigen::Matrix<double, kStrains, 1>;
/// The changes of a vector under the six strains.
using VectorChanges = Eigen::Matrix<double, 3, kStrains>;

/// What six unit strains do to a sample, with or without displacements of its atoms: forces, and
/// the virial of each atom. By place in the springs.
struct StrainAnswer {
  explicit StrainAnswer(std::size_t atoms)
      : force(3 * atoms),
        virial_eV(atoms, ElasticTensor::Zero()),
        stress_eV(atoms, SixStrains::Zero()) {}

  Block<double> force;                   ///< eV/angstrom, a strain a lane
  std::vector<ElasticTensor> virial_eV;  ///< [component, strain]
  std::vector<SixStrains> stress_eV;     ///< the virial itself, without strain
};

/// The changes of the vector `apart` from atom i to atom j, by place: what each strain makes of it
/// (of a shear, half on either side, without rotation), and the difference of their displacements
/// (lane by strain; null: none).
VectorChanges changesOf(const Vec3& apart, const Block<double>* displacement, std::size_t i,
                        std::size_t j);

}  // namespace glasscope::sim
