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

/// While one of these lives, messages are neither shown nor remembered: for runs that would only
/// repeat what the first of them said.
class MutedLog {
 public:
  MutedLog();
  ~MutedLog();
  MutedLog(const MutedLog&) = delete;
  MutedLog& operator=(const MutedLog&) = delete;
};

}  // namespace glasscope
