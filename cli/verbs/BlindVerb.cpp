#include "cli/Say.h"
#include "cli/Verb.h"
#include "pipeline/studies/BlindStudy.h"

namespace glasscope::cli {

namespace {

int run(const VerbOptions& options) {
  const pipeline::Target target = openTarget(options);
  const auto scans = pipeline::runBlindStudy(target.settings, target.folder);
  for (const pipeline::BlindScan& scan : scans)
    say("Written: {} (keep {})\n", scan.given.string(), scan.truth.string());
  if (!scans.empty()) {
    say("Give away {} and nothing else of this folder: run/ and truth/ hold the truth.\n",
        (target.folder / "given").string());
  }
  return 0;
}

}  // namespace

Verb blindVerb() {
  Verb verb;
  verb.name = "blind";
  verb.summary = "Make data to test an analysis on: signals without, and truth in a second file";
  verb.input = "Case file, or configuration; [record] and [blind] say how the data are spoiled";
  verb.makesRun = true;
  verb.examples =
      "  glasscope blind inputs/cu64zr36.toml -o runs/blind --set record.dose_e_per_A2=1e4 --set "
      "blind.pixel_error_percent=2\n"
      "  glasscope score runs/blind/truth/haadf.h5 --map answer.h5";
  verb.run = run;
  return verb;
}

}  // namespace glasscope::cli
