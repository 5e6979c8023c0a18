#include "cli/CommandLine.h"

#include <CLI/CLI.hpp>

#include "core/system/Provenance.h"

namespace glasscope::cli {

namespace {

void addConvergeOptions(CLI::App& sub, pipeline::ConvergeOptions& options) {
  CLI::Option* converge =
      sub.add_flag("--converge", options.wanted,
                   "Measure how converged the signals are in sampling, slices, window and thermal "
                   "configurations, and say what to set");
  const auto more = [&](const char* name, auto& value, const char* what) {
    return sub.add_option(name, value, what)->needs(converge)->capture_default_str();
  };
  more("--tolerance", options.tolerance, "Error of a signal at a position that is small enough");
  more("--positions", options.positions, "Positions of the scan that are computed")
      ->check(CLI::Range(1, 10000));
  more("--budget-minutes", options.budget_min,
       "Time that it may take; the dearest runs are dropped")
      ->check(CLI::PositiveNumber);
  more("--json", options.json, "File of the result (default: converge.json in the run's folder)");
}

void addVerb(CLI::App& app, const Verb& verb, Invocation& invocation) {
  CLI::App* sub = app.add_subcommand(verb.name, verb.summary);
  sub->footer("Examples:\n" + verb.examples);
  VerbOptions& options = invocation.options;
  if (!verb.input.empty()) {
    CLI::Option* input = sub->add_option("input", options.input, verb.input);
    if (verb.inputRequired) input->required();
  }
  if (verb.makesRun || verb.takesElements) {
    sub->add_option("-e,--elements", options.elements,
                    "Elements of atom types 1, 2, ... of a configuration, e.g. Cu,Zr");
  }
  if (verb.addOptions != nullptr) {
    verb.addOptions(*sub, options);
    if (sub->get_option_no_throw("--output") == nullptr)
      sub->add_option("-o,--output", options.output,
                      "Folder or file of the result (default: beside the input)");
  }
  if (verb.makesRun) {
    sub->add_option("-o,--output", options.output,
                    "Folder of the run (default: runs/<name of the input>)");
    sub->add_option("-f,--frames", options.frames,
                    "Frames of a trajectory: -1 (last), 0:-1:10, all");
    sub->add_option("-s,--set", options.overrides, "Override a key: table.key=value (repeatable)")
        ->expected(1)
        ->take_all();
  }
  if (verb.converges) addConvergeOptions(*sub, options.converge);
  sub->callback([&invocation, &verb] { invocation.verb = &verb; });
}

}  // namespace

void describeCommandLine(CLI::App& app, Invocation& invocation) {
  app.name("glasscope");
  app.description(
      "glasscope: a configuration of atoms enters on the left, and on the right comes out what a\n"
      "microscope would have recorded of it, what is true of it, and how much of the truth the\n"
      "recording shows.");
  app.set_version_flag("--version", "glasscope " + versionText());
  app.require_subcommand(1);
  app.fallthrough();
  app.add_option("-t,--threads", invocation.threads, "Threads of each rank (default: all cores)")
      ->check(CLI::Range(1, 4096));
  app.add_flag("-q,--quiet", invocation.options.quiet, "Warnings and errors only");
  app.footer(
      "Examples:\n"
      "  glasscope run inputs/cu64zr36.toml          make a glass, image it, compare, report\n"
      "  glasscope plan inputs/cu64zr36.toml         what that will cost\n"
      "  glasscope run my.dump.gz --elements Cu,Zr   the same of your own configuration\n"
      "  glasscope help case                         every key of the case file\n"
      "'glasscope VERB --help' tells more of each verb.");
  for (const Verb& verb : verbs()) addVerb(app, verb, invocation);
}

}  // namespace glasscope::cli
