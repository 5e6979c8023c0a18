#pragma once

#include <cstdint>
#include <vector>

#include "core/math/StandardError.h"
#include "sim/elasticity/ElasticResponse.h"

namespace glasscope::sim {

/// Sums over a stretch of dynamics in a fixed box at one temperature. Stresses are of the forces
/// alone, in Voigt's order.
struct StressSums {
  using Stress = Eigen::Matrix<double, 6, 1>;

  double stresses = 0, affines = 0;  ///< how many there are of each
  Stress stress_GPa = Stress::Zero();
  ElasticTensor product_GPa2 = ElasticTensor::Zero();
  ElasticTensor affine_GPa = ElasticTensor::Zero();
  double temperature_K = 0;  ///< of the motion, with each stress

  void addStress(const Stress& stress_GPa, double temperature_K);
  void addAffine(const ElasticTensor& tensor_GPa);
  StressSums& operator+=(const StressSums& other);
};

/// The elastic tensor at temperature, isothermal, in the convention of ElasticResponse.h: Born's
/// term, less the covariance of the stress of the forces times V / kT.
struct FluctuationModuli {
  ElasticTensor tensor_GPa = ElasticTensor::Zero();
  ElasticTensor error_GPa = ElasticTensor::Zero();   ///< standard errors
  ElasticTensor affine_GPa = ElasticTensor::Zero();  ///< Born's term, averaged over the motion
  MeanAndError shear_GPa, bulk_GPa;                  ///< averages over orientations (Voigt)
  /// Mean of the stress; with what the motion itself adds, - N kT / V, it is Cauchy's.
  StressSums::Stress stress_GPa = StressSums::Stress::Zero();
  double temperature_K = 0;  ///< that the motion had
};

/// From blocks of equal length, one after the other, of a canonical ensemble at `temperature_K` in
/// a box of `volume_A3` (Squire, Holt and Hoover, Physica 42, 388 (1969), Eq. 21; Lutsko, J. Appl.
/// Phys. 65, 2991 (1989), who shows that its limit at zero temperature is Born less the non-affine
/// part). Their tensor is that of Lagrange's strain and stress, with a kinetic term N kT / V
/// (delta_ac delta_bd + delta_ad delta_bc); from it to the derivative of V sigma / V0 that the
/// other two routes have there are half of the four terms delta sigma (Wallace 1970), whose kinetic
/// part takes that term off again: no kinetic term is left. Errors, and the correction for the bias
/// of a covariance of few independent values, by leaving one block out (jackknife): good where a
/// block is longer than stresses remember. At least two blocks with stresses and affine terms.
FluctuationModuli fluctuationModuli(const std::vector<StressSums>& blocks, double volume_A3,
                                    double temperature_K);

}  // namespace glasscope::sim
