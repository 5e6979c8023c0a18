#include <fmt/format.h>

#include "cli/Verb.h"
#include "core/system/Error.h"
#include "core/system/Mpi.h"
#include "pipeline/run/Citations.h"

namespace glasscope::cli {

namespace {

int run(const VerbOptions& options) {
  const pipeline::Target target = openTarget(options);
  const pipeline::Ledger ledger(target.folder);
  const auto citations = pipeline::citationsOf(target.settings, ledger);
  if (citations.empty()) {
    throw Error(ErrorKind::input, fmt::format("Nothing was run in '{}'", target.folder.string()),
                "it holds no finished stage", "give the folder of a run");
  }
  if (Mpi::isRoot()) fmt::print("{}", pipeline::bibtexOf(citations));
  return 0;
}

}  // namespace

Verb citeVerb() {
  Verb verb;
  verb.name = "cite";
  verb.summary = "Print what a run rests on (potential, codes, tables) as BibTeX";
  verb.input = "Run folder";
  verb.examples = "  glasscope cite runs/cu64zr36 > cu64zr36.bib";
  verb.run = run;
  return verb;
}

}  // namespace glasscope::cli
