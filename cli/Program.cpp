#include "cli/Program.h"

#include <cstdio>
#include <new>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/Verb.h"
#include "core/system/Error.h"
#include "core/system/Interrupt.h"
#include "core/system/Log.h"
#include "core/system/Mpi.h"
#include "core/system/Parallel.h"
#include "core/system/Progress.h"
#include "core/system/Provenance.h"

namespace glasscope::cli {

namespace {

struct Invocation {
  VerbOptions options;
  int threads = 0;
  bool quiet = false;
  const Verb* verb = nullptr;
};

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

void describe(CLI::App& app, Invocation& invocation) {
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
  app.add_flag("-q,--quiet", invocation.quiet, "Warnings and errors only");
  app.footer(
      "Examples:\n"
      "  glasscope run inputs/cu64zr36.toml          make a glass, image it, compare, report\n"
      "  glasscope plan inputs/cu64zr36.toml         what that will cost\n"
      "  glasscope run my.dump.gz --elements Cu,Zr   the same of your own configuration\n"
      "  glasscope help case                         every key of the case file\n"
      "'glasscope VERB --help' tells more of each verb.");
  for (const Verb& verb : verbs()) addVerb(app, verb, invocation);
}

int runVerb(const Invocation& invocation) {
  if (invocation.quiet) {
    Progress::setQuiet(true);
    setLogLevel(0);
  }
  if (invocation.threads > 0) setThreadCount(invocation.threads);
  return invocation.verb->run(invocation.options);
}

// A failed rank must not leave the others waiting for it.
int fail(const std::string& message, int status) {
  fmt::print(stderr, "glasscope: {}\n", message);
  std::fflush(stderr);
  if (Mpi::size() > 1) Mpi::abort(status);
  return status;
}

int guarded(const Invocation& invocation) {
  try {
    return runVerb(invocation);
  } catch (const Error& error) {
    return fail(error.what(), error.exitStatus());
  } catch (const std::bad_alloc&) {
    return fail(
        "Out of memory: the job needs more than this machine has. What to do: see "
        "'glasscope plan', and choose a smaller grid, scan or sample.",
        static_cast<int>(ErrorKind::capacity));
  } catch (const std::exception& error) {
    return fail(fmt::format("Unexpected error: {}. What to do: this is a defect of Glasscope; "
                            "please report it with the command that you ran.",
                            error.what()),
                static_cast<int>(ErrorKind::internal));
  }
}

}  // namespace

int runProgram(int argc, char** argv) {
  Invocation invocation;
  CLI::App app;
  describe(app, invocation);
  if (argc < 2) {
    fmt::print(stderr, "{}", app.help());
    return static_cast<int>(ErrorKind::usage);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);  // prints help, version or what is wrong
    return code == 0 ? 0 : static_cast<int>(ErrorKind::usage);
  }
  installInterruptHandlers();  // first, because starting MPI takes a while
  Mpi::start(&argc, &argv);
  const int status = guarded(invocation);
  Mpi::finish();
  return status;
}

}  // namespace glasscope::cli
