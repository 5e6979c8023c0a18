#pragma once

#include "pipeline/convergence/ConvergeOptions.h"
#include "pipeline/run/Target.h"

namespace glasscope::pipeline {

/// Measures the convergence of every scan of a case on its own specimen, prints it with what to
/// set, and writes it as JSON. Collective over ranks; rank 0 prints and writes. Throws Error(usage)
/// where there are no atoms yet, or for a tolerance that is none.
void measureConvergence(const Target& target, const ConvergeOptions& options);

}  // namespace glasscope::pipeline
