#include <cstdio>
#include <filesystem>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/Say.h"
#include "cli/Verb.h"
#include "core/system/Error.h"
#include "core/system/LoneRank.h"
#include "core/system/Progress.h"
#include "pipeline/sweep/SweepPlan.h"
#include "pipeline/sweep/SweepRun.h"
#include "pipeline/sweep/verifySet.h"

namespace glasscope::cli {

namespace {

namespace fs = std::filesystem;

// The set is whole but for samples that could not be made.
constexpr int kSomeFailed = 6;

void addOptions(CLI::App& app, VerbOptions& options) {
  SweepOptions& o = options.sweep;
  app.add_flag("--plan", o.plan, "Say how many samples, how much work, time and disk, and stop");
  app.add_flag("--verify", o.verify,
               "Check a finished set (input: its folder) against its hashes and its manifest");
  app.add_option("--part", o.part,
                 "Make this part of the set, I/N: for arrays of jobs; parts may run at one time");
  app.add_option("--work", o.work,
                 "Folder of the work that samples share (default: the set's with .work behind it)");
  app.add_option("-s,--set", options.overrides, "Override a key of the case: table.key=value")
      ->expected(1)
      ->take_all();
}

int verify(const VerbOptions& options) {
  if (!Mpi::isRoot()) return 0;
  const auto faults = pipeline::verifySet(options.input);
  for (const std::string& fault : faults) fmt::print("{}\n", fault);
  if (faults.empty()) {
    fmt::print("{}: every file is what was written\n", options.input);
    return 0;
  }
  throw Error(ErrorKind::input,
              fmt::format("The data set '{}' is not what was written", options.input),
              fmt::format("{} fault{}", faults.size(), faults.size() == 1 ? "" : "s"),
              "copy it again, or run 'glasscope sweep' again with the work behind it");
}

fs::path setFolder(const VerbOptions& options, const pipeline::Sweep& sweep) {
  return options.output.empty() ? fs::path("sets") / sweep.settings.name : fs::path(options.output);
}

// "sets/a/" and "sets/a" are one folder.
fs::path workFolder(const VerbOptions& options, const fs::path& set) {
  if (!options.sweep.work.empty()) return options.sweep.work;
  fs::path beside = fs::absolute(set).lexically_normal();
  if (!beside.has_filename()) beside = beside.parent_path();
  return beside += ".work";
}

int plan(const VerbOptions& options) {
  const pipeline::Sweep sweep = pipeline::readSweep(options.input, options.overrides);
  if (!Mpi::isRoot()) return 0;
  const LoneRank alone;  // as a sample is worked on by one
  Progress::setQuiet(true);
  say("{}",
      pipeline::planSweep(sweep, pipeline::samplesOf(sweep), setFolder(options, sweep), true).text);
  return 0;
}

int run(const VerbOptions& options) {
  if (options.sweep.verify) return verify(options);
  if (options.sweep.plan) return plan(options);
  const pipeline::Sweep sweep = pipeline::readSweep(options.input, options.overrides);
  const fs::path set = setFolder(options, sweep), work = workFolder(options, set);
  const auto part = options.sweep.part.empty() ? pipeline::SweepPart()
                                               : pipeline::SweepPart::parse(options.sweep.part);
  const auto outcome = pipeline::runSweep(sweep, set, work, part, options.quiet);
  if (!Mpi::isRoot()) return 0;
  if (!outcome.finished()) {
    say("This part is done; {} of {} samples are left to the others. Who makes the last one writes "
        "the manifest.\n",
        outcome.pending, outcome.samples);
    return 0;
  }
  say("The data set: {} ({} samples; the work behind it, {}, is needed no more)\n", set.string(),
      outcome.samples - outcome.failed, work.string());
  if (outcome.failed == 0) return 0;
  fmt::print(stderr,
             "glasscope: {} of {} samples could not be made. What to do: see {}, and run again "
             "where the cause is gone.\n",
             outcome.failed, outcome.samples, (set / "failures.csv").string());
  return kSomeFailed;
}

}  // namespace

Verb sweepVerb() {
  Verb verb;
  verb.name = "sweep";
  verb.summary = "Make a data set: a case with keys that take several values";
  verb.input = "Sweep file (.toml; docs/sweep.md); with --verify the folder of a finished set";
  verb.addOptions = addOptions;
  verb.examples =
      "  glasscope sweep inputs/sweep-thickness-dose.toml --plan    (how much it is)\n"
      "  glasscope sweep inputs/sweep-thickness-dose.toml -o sets/foils\n"
      "  glasscope sweep set.toml --part 3/8         (the third of eight jobs)\n"
      "  mpirun -np 4 glasscope sweep set.toml       (samples are shared out over ranks)\n"
      "  glasscope sweep --verify sets/foils         (is it what was written?)\n"
      "  glasscope help sweep-file                   (the keys of [sweep] and [[axis]])";
  verb.run = run;
  return verb;
}

}  // namespace glasscope::cli
