#pragma once

#include <string>

namespace glasscope {

/// What this build is: version, compiler, options and the versions of the libraries, as JSON text.
std::string buildProvenance();
std::string versionText();

/// The conventions that every output states (docs/conventions.md), one sentence each.
const std::string& conventionsText();

/// Peak resident memory of this process so far, bytes.
double peakMemoryBytes();

}  // namespace glasscope
