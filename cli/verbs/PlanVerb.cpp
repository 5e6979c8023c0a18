#include <filesystem>

#include <fmt/format.h>

#include "cli/Say.h"
#include "cli/Verb.h"
#include "core/system/Error.h"
#include "core/system/Log.h"
#include "core/system/LoneRank.h"
#include "core/system/Machine.h"
#include "core/system/Mpi.h"
#include "core/system/Parallel.h"
#include "core/system/Progress.h"
#include "pipeline/convergence/MeasureConvergence.h"
#include "pipeline/run/Products.h"
#include "pipeline/stages/Pipeline.h"
#include "pipeline/sweep/SweepPlan.h"

namespace glasscope::cli {

namespace {

// True when the atoms that lie in the folder are those of the case.
bool planTarget(const pipeline::Target& target) {
  say("{} rank(s) of {} thread(s)\n\n", Mpi::size(), threadCount());
  const pipeline::RunPlan plan =
      pipeline::planPipeline(target.settings, target.folder, /*speed=*/true);
  say("{}{}", plan.text(), plan.totalText(freeDisk_bytes(target.folder)));
  plan.require(target.folder);
  return plan.structure().made;
}

// The convergence is measured on the atoms that are there.
void warnOfOtherAtoms(const pipeline::Target& target) {
  const auto structure = target.folder / pipeline::fileOf(pipeline::Product::structure).path;
  if (!std::filesystem::exists(structure)) return;
  logWarning(fmt::format(
      "the atoms of '{}' belong to other settings than the case, or were changed: the convergence "
      "is measured on them ('glasscope sim' makes those of the case)",
      structure.string()));
}

bool isSweep(const VerbOptions& options) {
  const std::filesystem::path input = options.input;
  return input.extension() == ".toml" && std::filesystem::is_regular_file(input) &&
         pipeline::isSweepFile(input);
}

int planSweep(const VerbOptions& options) {
  if (options.converge.wanted) {
    throw Error(ErrorKind::usage, "The convergence of a sweep cannot be measured",
                "it belongs to one sample", "plan its case with --converge");
  }
  const pipeline::Sweep sweep = pipeline::readSweep(options.input, options.overrides);
  const std::filesystem::path folder =
      options.output.empty() ? "sets/" + sweep.settings.name : options.output;
  if (!Mpi::isRoot()) return 0;
  const LoneRank alone;  // as a sample is worked on by one
  Progress::setQuiet(true);
  say("{}", pipeline::planSweep(sweep, pipeline::samplesOf(sweep), folder, true).text);
  return 0;
}

int run(const VerbOptions& options) {
  if (isSweep(options)) return planSweep(options);
  const pipeline::Target target = openTarget(options);
  // On all ranks: the sampling of an atom is measured by all of them together.
  const bool made = planTarget(target);
  if (!options.converge.wanted) return 0;
  if (!made) warnOfOtherAtoms(target);
  pipeline::measureConvergence(target, options.converge);
  return 0;
}

}  // namespace

Verb planVerb() {
  Verb verb;
  verb.name = "plan";
  verb.summary = "Say what a run will cost before it starts, and refuse what cannot be";
  verb.input = "Case file or sweep file (.toml), configuration or run folder";
  verb.makesRun = true;
  verb.converges = true;
  verb.examples =
      "  glasscope plan inputs/cu64zr36.toml\n"
      "  glasscope plan inputs/sweep-thickness-dose.toml      (a data set: samples, work, disk)\n"
      "  glasscope plan glass.dump --elements Cu,Zr --set haadf.outer_mrad=200\n"
      "  mpirun -np 4 glasscope plan inputs/cu64zr36.toml     (the time on four ranks)\n"
      "  glasscope plan runs/cu64zr36 --converge              (is it sampled finely enough?)\n"
      "  glasscope plan glass.dump --elements Cu,Zr --converge --tolerance 0.5% "
      "--budget-minutes 20";
  verb.run = run;
  return verb;
}

}  // namespace glasscope::cli
