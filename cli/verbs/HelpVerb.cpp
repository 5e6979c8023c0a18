#include <functional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/CommandLine.h"
#include "cli/Completions.h"
#include "cli/ManPage.h"
#include "cli/NameHints.h"
#include "cli/Verb.h"
#include "core/system/Error.h"
#include "core/system/Provenance.h"
#include "pipeline/case/CaseReference.h"
#include "pipeline/run/Products.h"
#include "pipeline/sweep/sweepReference.h"
#include "voronoi/descriptors/DescriptorReference.h"

namespace glasscope::cli {

namespace {

struct Topic {
  std::string name, summary;
  std::function<std::string()> text;
};

const std::vector<Topic>& topics() {
  static const std::vector<Topic> all = {
      {"case", "every key of the case file", pipeline::caseReferenceMarkdown},
      {"schema", "its JSON schema, by which editors complete and check it",
       pipeline::caseSchemaJson},
      {"sweep-file", "the keys of a data set beside those of its case",
       pipeline::sweepReferenceMarkdown},
      {"descriptors", "every column that the structure gives an atom",
       voronoi::descriptorReferenceMarkdown},
      {"files", "every file of a run", pipeline::productsMarkdown},
      {"conventions", "units, axes and signs", [] { return conventionsText() + "\n"; }},
      {"man", "the man page", manPage},
      {"bash", "completion for bash", bashCompletion},
      {"zsh", "completion for zsh", zshCompletion},
      {"fish", "completion for fish", fishCompletion}};
  return all;
}

std::string verbHelp(const std::string& name) {
  Invocation invocation;
  CLI::App app;
  describeCommandLine(app, invocation);
  return app.get_subcommand(name)->help("glasscope");
}

std::string helpOn(const std::string& wanted) {
  for (const Topic& topic : topics()) {
    if (topic.name == wanted) return topic.text();
  }
  // A verb and a table of the case may share their name: then both are told.
  std::string text;
  for (const Verb& verb : verbs()) {
    if (verb.name == wanted) text = verbHelp(wanted) + "\n";
  }
  return text + pipeline::caseReferenceOf(wanted);
}

int run(const VerbOptions& options) {
  const std::string text = helpOn(options.input);
  if (text.empty()) {
    std::vector<std::string> names;
    for (const Topic& topic : topics()) names.push_back(topic.name);
    for (const Verb& verb : verbs()) names.push_back(verb.name);
    const std::string nearest = helpMeantBy(options.input, names);
    throw Error(ErrorKind::usage, fmt::format("There is no help on '{}'", options.input),
                "it is no topic, no verb, no table and no key of the case file",
                nearest.empty()
                    ? "see 'glasscope help case' for every key and 'glasscope --help' for the verbs"
                    : fmt::format("did you mean 'glasscope help {}'?", nearest));
  }
  fmt::print("{}", text);
  return 0;
}

}  // namespace

Verb helpVerb() {
  Verb verb;
  verb.name = "help";
  verb.summary =
      "Print help on the case file (case), one of its tables or keys, a verb, descriptors or "
      "conventions";
  verb.input =
      "case, schema, sweep-file, files, conventions, descriptors, a verb, a table (foil, scan) or "
      "a key "
      "(scan.outer_mrad); man, "
      "bash, zsh, "
      "fish";
  verb.examples =
      "  glasscope help case                     every key\n"
      "  glasscope help scan                     one table\n"
      "  glasscope help scan.outer_mrad          one key\n"
      "  glasscope help run                      one verb\n"
      "  glasscope help schema > case.schema.json\n"
      "  glasscope help sweep-file               the keys of a data set\n"
      "  glasscope help descriptors              every column of an atom\n"
      "  glasscope help files                    every file of a run\n"
      "  glasscope help conventions              units, axes, signs";
  verb.run = run;
  return verb;
}

}  // namespace glasscope::cli
