#pragma once

#include "cli/Verb.h"

namespace CLI {
class App;
}

namespace glasscope::cli {

/// What the command line asked for.
struct Invocation {
  VerbOptions options;
  int threads = 0;
  const Verb* verb = nullptr;
};

/// Tells the parser every verb with its options, and where what was given goes. The man page and
/// the completions of shells are made from the same description.
void describeCommandLine(CLI::App& app, Invocation& invocation);

}  // namespace glasscope::cli
