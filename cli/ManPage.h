#pragma once

#include <string>

namespace glasscope::cli {

/// The man page glasscope(1) in troff, from the description of the command line.
std::string manPage();

}  // namespace glasscope::cli
