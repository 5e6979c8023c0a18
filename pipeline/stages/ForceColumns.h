#pragma once

#include <nlohmann/json.hpp>

#include "pipeline/case/Case.h"
#include "pipeline/run/RunDirectory.h"
#include "sim/quench/Glass.h"

namespace glasscope::pipeline {

/// What forces tell of the inherent structure, as the case asks for it: columns of its atoms, files
/// of the run, and facts for the provenance. Analytic springs are looked at by rank 0 alone, finite
/// differences of forces by all ranks, which all call it. A sample that has no vibrations or moduli
/// is still a sample: it stays without them, with a warning that says why.
void addForceColumns(const Case& c, const RunDirectory& run, sim::Glass& glass,
                     nlohmann::ordered_json& facts);

}  // namespace glasscope::pipeline
