#include "cli/Say.h"
#include "cli/Verb.h"
#include "pipeline/studies/DetectStudy.h"

namespace glasscope::cli {

namespace {

int run(const VerbOptions& options) {
  const pipeline::Target target = openTarget(options);
  const auto points = pipeline::runDetectStudy(target.settings, target.folder);
  for (const std::string& line : compare::detectSentences(points)) say("{}\n", line);
  say("Written: {}\n", (target.folder / "detect.csv").string());
  return 0;
}

}  // namespace

Verb detectVerb() {
  Verb verb;
  verb.name = "detect";
  verb.summary = "Ask under which thickness, probe and dose a descriptor shows in a signal";
  verb.input = "Case file, or configuration; the table [detect] lists the conditions";
  verb.makesRun = true;
  verb.examples =
      "  glasscope detect inputs/cu64zr36.toml -o runs/detect --set detect.thicknesses_A=[40,80] "
      "--set detect.doses_e_per_A2=[1e3,1e4,1e5]\n"
      "  glasscope detect inputs/cu64zr36.toml --set detect.replicas=1 --set "
      "detect.probes_fwhm_A=[4,8]";
  verb.run = run;
  return verb;
}

}  // namespace glasscope::cli
