#pragma once

namespace glasscope::cli {

/// The whole program: parses the command line, runs the verb, turns errors into messages and exit
/// statuses (core/system/Error.h).
int runProgram(int argc, char** argv);

}  // namespace glasscope::cli
