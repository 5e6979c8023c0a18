#pragma once

#include <string>
#include <vector>

namespace glasscope {

/// Messages to people, on standard error, from rank 0 only (spdlog behind it).
void logInfo(const std::string& message);

/// Warnings are also remembered, so that a run can put them into its provenance and report.
void logWarning(const std::string& message);

std::vector<std::string> takeWarnings();  ///< returns and clears what was warned of

/// 0 quiet (warnings only), 1 normal, 2 verbose.
void setLogLevel(int level);

}  // namespace glasscope
