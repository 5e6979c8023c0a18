#pragma once

#include "pipeline/case/Case.h"

namespace glasscope::pipeline {

/// Fills the settings of the rooms from keys that several share (seed, elements, potential) and
/// checks what no key can check alone. Idempotent. Throws Error(usage).
void resolveCase(Case& c);

}  // namespace glasscope::pipeline
