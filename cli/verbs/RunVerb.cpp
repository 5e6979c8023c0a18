#include "cli/Say.h"
#include "cli/Verb.h"
#include "pipeline/stages/Pipeline.h"

namespace glasscope::cli {

namespace {

int run(const VerbOptions& options) {
  const pipeline::Target target = openTarget(options);
  pipeline::runPipeline(target.settings, target.folder);
  say("The report: {}\n",
      std::filesystem::absolute(target.folder / "report.html").lexically_normal().string());
  return 0;
}

}  // namespace

Verb runVerb() {
  Verb verb;
  verb.name = "run";
  verb.summary =
      "Do all that a case asks for: configuration, descriptors, images, comparison, report";
  verb.input = "Case file (.toml), configuration (dump, data, xyz, H5MD; .gz too) or run folder";
  verb.makesRun = true;
  verb.examples =
      "  glasscope run inputs/cu64zr36.toml\n"
      "  glasscope run inputs/cu64zr36.toml -o runs/slow --set sim.cooling_rate_K_per_s=1e13\n"
      "  glasscope run glass.dump.gz --elements Cu,Zr --frames 0:-1:10\n"
      "  glasscope run runs/cu64zr36            (continue or update an earlier run)";
  verb.run = run;
  return verb;
}

}  // namespace glasscope::cli
