#pragma once

#include <optional>

#include <Eigen/Core>

#include "core/math/Vec.h"
#include "sim/potentials/Kim.h"
#include "sim/potentials/Potential.h"

namespace glasscope::sim {

/// Stillinger and Weber's energy of one element (Phys. Rev. B 31, 5262 (1985), Eqs. 2.3 to 2.5): of
/// pairs, and of the angles that pairs of neighbours make at an atom, with all second derivatives.
class StillingerWeber {
 public:
  /// Nothing when the potential is no such model.
  static std::optional<StillingerWeber> of(const Potential& potential);
  explicit StillingerWeber(const Kim::StillingerWeber& parameters) : p_(parameters) {}

  double cutoff_A() const { return p_.cutoff_A; }

  struct Pair {
    double energy_eV = 0, first = 0, second = 0;  ///< with the distance
  };
  Pair pair(double r_A) const;

  /// Of the vectors from an atom to two of its neighbours, one after the other.
  struct Angle {
    double energy_eV = 0;
    Eigen::Matrix<double, 6, 1> gradient = Eigen::Matrix<double, 6, 1>::Zero();
    Eigen::Matrix<double, 6, 6> curvature = Eigen::Matrix<double, 6, 6>::Zero();
  };
  Angle angle(const Vec3& one, const Vec3& other) const;

 private:
  Kim::StillingerWeber p_;
};

}  // namespace glasscope::sim
