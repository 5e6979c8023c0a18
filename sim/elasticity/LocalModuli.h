#pragma once

#include <optional>

#include "core/atoms/Atoms.h"
#include "core/settings/Fields.h"
#include "sim/elasticity/ElasticResponse.h"
#include "sim/potentials/Potential.h"

namespace glasscope::sim {

/// How the moduli of an inherent structure are measured.
struct LocalModuliSettings {
  bool enabled = true;
  double sphere_A = 6;  ///< radius of the spheres over which the atoms' moduli are averaged
  Curvature curvature = Curvature::smooth;

  void validate() const;  ///< throws Error(usage)
};

/// The curvature is set beside it.
void eachField(MaybeConst<LocalModuliSettings> auto& s, auto&& visit) {
  visit(Field{"enabled",
              "Moduli of the inherent structure and of each of its atoms, where the potential has "
              "analytic second derivatives (EAM, Stillinger-Weber) and the sample fills its box"},
        s.enabled);
  visit(Field{"sphere_A", "Radius of the spheres over which the atoms' moduli are averaged",
              kPositive},
        s.sphere_A);
}

/// Adds to a configuration at its energy minimum the columns (GPa)
///  - local_shear_modulus_GPa, local_bulk_modulus_GPa: of the atom, orientation averages of its
///    relaxed local tensor (ElasticResponse.h); their means are the moduli of the sample;
///  - local_shear_modulus_sphere_GPa, local_bulk_modulus_sphere_GPa: means over the atoms within
///    `sphere_A`, itself included: single atoms scatter by more than their mean.
/// Nothing, and no columns, when the potential has no analytic springs (SampleSprings.h). Errors as
/// elasticResponse.
std::optional<ElasticResponse> addLocalModuli(const Potential& potential, Atoms& atoms,
                                              const LocalModuliSettings& settings);

}  // namespace glasscope::sim
