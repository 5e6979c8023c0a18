#pragma once

#include <string>
#include <vector>

namespace glasscope {

/// How another program ended.
struct ProcessResult {
  int status = 0;      ///< its exit status; 128 + n after signal n; 127 where it cannot be started
  std::string output;  ///< the last 64 KiB of standard output and error together
};

/// Runs a program, found on the path, with these arguments, and waits for it: no shell reads them.
/// Nothing is put on its standard input.
ProcessResult runProcess(const std::string& program, const std::vector<std::string>& arguments);

}  // namespace glasscope
