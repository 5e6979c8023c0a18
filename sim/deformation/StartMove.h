#pragma once

#include "sim/deformation/QuasiStatic.h"

namespace glasscope::sim {

/// Above this a sample was no minimum of the potential that it is strained with: more than what a
/// minimiser makes of a minimum that another one left at 1e-3 eV/angstrom.
constexpr double kStartMove_A = 0.1;

/// How far the farthest atom moved from the sample that was given to the run's first minimum.
double startMove_A(const QuasiStaticRun& run, const Atoms& given);

}  // namespace glasscope::sim
