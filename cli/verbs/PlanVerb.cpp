#include "cli/Say.h"
#include "cli/Verb.h"
#include "core/system/Machine.h"
#include "core/system/Mpi.h"
#include "core/system/Parallel.h"
#include "pipeline/convergence/MeasureConvergence.h"
#include "pipeline/stages/Pipeline.h"

namespace glasscope::cli {

namespace {

void planTarget(const pipeline::Target& target) {
  say("{} rank(s) of {} thread(s)\n\n", Mpi::size(), threadCount());
  const pipeline::RunPlan plan =
      pipeline::planPipeline(target.settings, target.folder, /*speed=*/true);
  say("{}{}", plan.text(), plan.totalText(freeDisk_bytes(target.folder)));
  plan.require(target.folder);
}

int run(const VerbOptions& options) {
  const pipeline::Target target = openTarget(options);
  planTarget(target);  // on all ranks: the sampling of an atom is measured by all of them together
  if (options.converge.wanted) pipeline::measureConvergence(target, options.converge);
  return 0;
}

}  // namespace

Verb planVerb() {
  Verb verb;
  verb.name = "plan";
  verb.summary = "Say what a run will cost before it starts, and refuse what cannot be";
  verb.input = "Case file (.toml), configuration or run folder";
  verb.makesRun = true;
  verb.converges = true;
  verb.examples =
      "  glasscope plan inputs/cu64zr36.toml\n"
      "  glasscope plan glass.dump --elements Cu,Zr --set haadf.outer_mrad=200\n"
      "  mpirun -np 4 glasscope plan inputs/cu64zr36.toml     (the time on four ranks)\n"
      "  glasscope plan runs/cu64zr36 --converge              (is it sampled finely enough?)\n"
      "  glasscope plan glass.dump --elements Cu,Zr --converge --tolerance 0.5% "
      "--budget-minutes 20";
  verb.run = run;
  return verb;
}

}  // namespace glasscope::cli
