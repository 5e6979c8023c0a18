#pragma once

#include <string>

namespace glasscope::pipeline {

/// Throws Error(usage) for a key of an earlier version, and says what to write now.
void refuseMovedKey(const std::string& fullName);

}  // namespace glasscope::pipeline
