#pragma once

#include <optional>
#include <vector>

#include <Eigen/Core>

#include "core/atoms/Atoms.h"
#include "sim/springs/EamTables.h"

namespace glasscope::sim {

/// An elastic tensor in Voigt's notation: xx, yy, zz, yz, xz, xy; shears are engineering strains.
using ElasticTensor = Eigen::Matrix<double, 6, 6>;

/// Averages over orientations (Voigt, 1928): what an isotropic sample of these constants would
/// have.
double shearModulus(const ElasticTensor& c);
double bulkModulus(const ElasticTensor& c);

/// How a sample answers to strain at zero temperature: derivatives of its stress (Cauchy, of the
/// forces, over the volume of the sample as it stands) with strain.
struct ElasticResponse {
  ElasticTensor affine_GPa = ElasticTensor::Zero();   ///< atoms follow the strain (Born)
  ElasticTensor relaxed_GPa = ElasticTensor::Zero();  ///< atoms go on to their new minimum
  /// Of each atom, in the order of the configuration: the relaxed response of its share of the
  /// virial over its share V/N of the volume. Their mean is `relaxed_GPa`, exactly.
  std::vector<ElasticTensor> local_GPa;
  Eigen::Matrix<double, 6, 1> stress_GPa = Eigen::Matrix<double, 6, 1>::Zero();
  int steps = 0;             ///< of conjugate gradients
  double residual = 0;       ///< of forces, relative to those of the strain: the worst of six
  double asymmetry_GPa = 0;  ///< largest |C_ij - C_ji| of the relaxed tensor: stress, and residual
};

/// Linear response to six strains in one block: forces under affine strain, then the displacements
/// that undo them, H u = Xi (Lutsko, J. Appl. Phys. 65, 2991 (1989); Lemaitre and Maloney, J. Stat.
/// Phys. 123, 415 (2006)), by conjugate gradients to 1e-9; then the virial of every atom along
/// strain and displacement together, which is the second of the definitions of local moduli that
/// Mizuno, Mossa and Barrat (Phys. Rev. E 87, 042306 (2013)) compare. Throws Error(usage) for a box
/// that is not periodic or has vacuum, Error(input) when the sample is no minimum or is off the
/// tables.
ElasticResponse elasticResponse(const EamTables& tables, const std::vector<int>& elements,
                                const Atoms& atoms, Curvature curvature = Curvature::smooth);

/// The same of any potential whose second derivatives are analytic: EAM, and Stillinger-Weber of
/// one element, of which an atom's share of the virial of an angle is a third. Nothing for others.
std::optional<ElasticResponse> elasticResponse(const Potential& potential, const Atoms& atoms,
                                               Curvature curvature = Curvature::smooth);

}  // namespace glasscope::sim
