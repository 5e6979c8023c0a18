#pragma once

#include <string>

namespace glasscope::cli {

/// Scripts that complete verbs, options and file names of `glasscope`, from the description of the
/// command line.
std::string bashCompletion();
std::string zshCompletion();
std::string fishCompletion();

}  // namespace glasscope::cli
