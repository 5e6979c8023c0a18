#include "cli/Program.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <new>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/CommandLine.h"
#include "cli/NameHints.h"
#include "core/system/Error.h"
#include "core/system/Interrupt.h"
#include "core/system/Log.h"
#include "core/system/Mpi.h"
#include "core/system/Parallel.h"
#include "core/system/Printable.h"
#include "core/system/Progress.h"
#include "core/system/Text.h"

namespace glasscope::cli {

namespace {

int runVerb(const Invocation& invocation) {
  if (invocation.options.quiet) {
    Progress::setQuiet(true);
    setLogLevel(0);
  }
  if (invocation.threads > 0) setThreadCount(invocation.threads);
  return invocation.verb->run(invocation.options);
}

// A failed rank must not leave the others waiting for it.
int fail(const std::string& message, int status) {
  fmt::print(stderr, "glasscope: {}\n", printable(message));
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
  } catch (const std::filesystem::filesystem_error& error) {
    return fail(
        fmt::format(
            "Cannot use '{}': {}. What to do: check that the path leads to an ordinary file or "
            "folder, and that you may read and write there.",
            error.path1().string(), error.code().message()),
        static_cast<int>(ErrorKind::environment));
  } catch (const std::exception& error) {
    return fail(fmt::format("Unexpected error: {}. What to do: this is a defect of Glasscope; "
                            "please report it with the command that you ran.",
                            error.what()),
                static_cast<int>(ErrorKind::internal));
  }
}

// "" where the first word is a verb, or an option.
std::string unknownVerb(const std::string& word) {
  std::vector<std::string> names;
  for (const Verb& verb : verbs()) names.push_back(verb.name);
  if (word.starts_with('-') || std::ranges::find(names, word) != names.end()) return {};
  std::error_code ignored;
  if (std::filesystem::exists(word, ignored)) {
    return fmt::format(
        "There is no verb '{}', which is a file or folder. What to do: say what to "
        "do with it, for example 'glasscope run {}' or 'glasscope info {}'.",
        word, word, word);
  }
  const std::string nearest = verbMeantBy(word);
  return fmt::format("There is no verb '{}'. What to do: {}'glasscope --help' lists all.", word,
                     nearest.empty() ? "" : fmt::format("did you mean '{}'? ", nearest));
}

}  // namespace

int runProgram(int argc, char** argv) {
  Invocation invocation;
  CLI::App app;
  describeCommandLine(app, invocation);
  if (argc < 2) {
    fmt::print(stderr, "{}", app.help());
    return static_cast<int>(ErrorKind::usage);
  }
  if (const std::string problem = unknownVerb(argv[1]); !problem.empty())
    return fail(problem, static_cast<int>(ErrorKind::usage));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // prints help or the version
    const std::string meant = optionMeantBy(app, {argv + 1, argv + argc});
    fmt::print(stderr, "glasscope: {}\n",
               printable(Error(ErrorKind::usage, error.what(), "",
                               (meant.empty() ? "" : fmt::format("did you mean {}? ", meant)) +
                                   "see 'glasscope --help', and 'glasscope "
                                   "VERB --help' for what a verb takes")
                             .what()));
    return static_cast<int>(ErrorKind::usage);
  }
  installInterruptHandlers();  // first, because starting MPI takes a while
  Mpi::startUnderLauncher(&argc, &argv);
  const int status = guarded(invocation);
  Mpi::finish();
  return status;
}

}  // namespace glasscope::cli
