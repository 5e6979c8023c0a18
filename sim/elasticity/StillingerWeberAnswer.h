#pragma once

#include "sim/elasticity/StrainAnswer.h"
#include "sim/springs/StillingerWeberSprings.h"

namespace glasscope::sim {

/// The answer of a sample in Stillinger and Weber's model; each atom of a pair has half of its
/// virial, each of an angle a third (as LAMMPS shares them out).
StrainAnswer stillingerWeberAnswer(const StillingerWeber& model, const StillingerWeberBonds& sample,
                                   const Block<double>* displacement);

}  // namespace glasscope::sim
