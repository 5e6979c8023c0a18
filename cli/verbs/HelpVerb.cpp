#include <fmt/format.h>

#include "cli/Verb.h"
#include "core/system/Error.h"
#include "core/system/Provenance.h"
#include "core/system/Text.h"
#include "pipeline/case/CaseFile.h"
#include "voronoi/descriptors/DescriptorReference.h"

namespace glasscope::cli {

namespace {

int run(const VerbOptions& options) {
  if (options.input == "case") {
    fmt::print("{}", pipeline::caseReferenceMarkdown());
  } else if (options.input == "conventions") {
    fmt::print("{}\n", conventionsText());
  } else if (options.input == "descriptors") {
    fmt::print("{}", voronoi::descriptorReferenceMarkdown());
  } else {
    const std::string nearest = nearestName(options.input, {"case", "conventions", "descriptors"});
    throw Error(ErrorKind::usage, fmt::format("There is no help on '{}'", options.input),
                "the topics are case, conventions and descriptors",
                nearest.empty() ? "see 'glasscope --help' for the verbs"
                                : fmt::format("did you mean 'glasscope help {}'?", nearest));
  }
  return 0;
}

}  // namespace

Verb helpVerb() {
  Verb verb;
  verb.name = "help";
  verb.summary = "Print the reference of the case file, the conventions, or the descriptors";
  verb.input = "Topic: case, conventions or descriptors";
  verb.examples =
      "  glasscope help case\n  glasscope help conventions\n  glasscope help descriptors";
  verb.run = run;
  return verb;
}

}  // namespace glasscope::cli
