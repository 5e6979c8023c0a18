#pragma once

#include <vector>

#include "pipeline/run/RunDirectory.h"
#include "sim/quench/Glass.h"

namespace glasscope::pipeline {

/// Writes the states of a protocol, where there are any: atoms/states.h5, a frame a state, which
/// every other room reads as a configuration, and structure/states.csv.
void writeStates(const RunDirectory& run, std::vector<sim::KeptState> states,
                 const std::vector<sim::ThermoRow>& thermo);

}  // namespace glasscope::pipeline
