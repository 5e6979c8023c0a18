#pragma once

#include "sim/elasticity/StrainAnswer.h"
#include "sim/springs/EamEnvironment.h"

namespace glasscope::sim {

/// The answer of a sample in an EAM model; each atom of a pair has half of its virial.
StrainAnswer eamAnswer(const EamEnvironment& environment, const Block<double>* displacement);

}  // namespace glasscope::sim
