#pragma once

#include "cli/Case.h"

namespace glasscope::cli {

/// Fills the settings of the rooms from keys that several share (seed, elements, potential) and
/// checks what no key can check alone. Idempotent. Throws Error(usage).
void resolveCase(Case& c);

}  // namespace glasscope::cli
