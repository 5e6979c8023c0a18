#pragma once

#include "sim/lammps/Sample.h"
#include "sim/quench/ProtocolStage.h"

namespace glasscope::sim {

/// Takes all motion out of what LAMMPS holds and lowers its energy to the nearest minimum: in its
/// box, or (`relax`) in one of the same shape under `pressure_bar`. Afterwards thermo() tells of
/// the minimum. Warns where forces or pressure stay above what was asked for. Interruptible.
void descend(Sample& sample, StageAction action, double pressure_bar);

}  // namespace glasscope::sim
