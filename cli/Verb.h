#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/FemOptions.h"
#include "cli/ImportOptions.h"
#include "cli/ScoreOptions.h"
#include "cli/SweepOptions.h"
#include "pipeline/convergence/ConvergeOptions.h"
#include "pipeline/run/Target.h"

namespace CLI {
class App;
}

namespace glasscope::cli {

/// What the command line gave to a verb.
struct VerbOptions {
  std::string input;                   ///< case file, configuration, run folder or data file
  std::string output;                  ///< folder of the run; "" takes a default from the input
  std::string elements, frames;        ///< of a configuration
  std::vector<std::string> overrides;  ///< --set table.key=value
  pipeline::ConvergeOptions converge;  ///< of plan
  FemOptions fem;                      ///< of fem
  ScoreOptions score;                  ///< of score
  ImportOptions importing;             ///< of import
  SweepOptions sweep;                  ///< of sweep
  bool verify = false;                 ///< of info
  bool quiet = false;                  ///< warnings and errors only
};

/// A verb of the program: `glasscope <name> ...`.
struct Verb {
  std::string name;
  std::string summary;   ///< one line
  std::string examples;  ///< shown at the end of its help
  std::string input;     ///< what the positional argument is; "" takes none
  bool inputRequired = true;
  bool takesElements = false;  ///< takes --elements
  bool makesRun = false;       ///< takes --output, --set, --elements and --frames
  bool converges = false;      ///< takes --converge and what belongs to it
  /// Options of this verb alone; null: none. Those that `makesRun` names come on top.
  void (*addOptions)(CLI::App& app, VerbOptions& options) = nullptr;
  int (*run)(const VerbOptions&) = nullptr;
};

/// All verbs in the order of the help.
const std::vector<Verb>& verbs();

/// Understands the input of a verb: a case file (.toml), the folder of an earlier run, or a
/// configuration of atoms, for which every other key has its default. Throws Error(usage, input).
pipeline::Target openTarget(const VerbOptions& options);

}  // namespace glasscope::cli
