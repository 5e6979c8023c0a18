#pragma once

#include "core/atoms/Atoms.h"
#include "sim/elasticity/ElasticResponse.h"
#include "sim/potentials/Potential.h"

namespace glasscope::sim {

/// The moduli of a sample at its energy minimum by straining it: for each of six strains, the
/// change of the stress between minima at +-strain, over it. Whatever the potential, and another
/// route to ElasticResponse::relaxed_GPa than its linear response.
struct AthermalModuli {
  ElasticTensor tensor_GPa = ElasticTensor::Zero();
  double forceNorm_eV_per_A = 0;  ///< the largest that any of the minimisations left
};

/// In the convention of ElasticResponse.h: derivatives of V sigma / V0, sigma Cauchy's, with
/// symmetric strain. A box is strained by simple shear, which turns the sample by half the strain:
/// what the turned stress makes of that, omega sigma - sigma omega, is taken off; and where the
/// volume changes sigma tr(strain) is added (Wallace, Solid State Physics 25, 301 (1970), Sec. 2,
/// for the elastic constants of a stressed solid). `strain` has to be smaller than the way to the
/// first plastic event and so large that the change of the stress is not lost in that which the
/// forces left over make: 1e-4. Twelve minimisations to a force norm of 1e-6
/// eV/angstrom. All ranks call it. Throws Error(usage) for samples that are not bulk.
AthermalModuli athermalModuli(const Potential& potential, const Atoms& minimum,
                              double strain = 1e-4);

}  // namespace glasscope::sim
