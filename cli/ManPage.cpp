#include "cli/ManPage.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/CommandLine.h"
#include "core/system/Provenance.h"
#include "core/system/Text.h"

namespace glasscope::cli {

namespace {

// Text as troff takes it: backslashes and hyphens are its own, and so is a point or an apostrophe
// that begins a line.
std::string troff(const std::string& text) {
  std::string out;
  bool lineBegins = true;
  for (const char c : text) {
    if (lineBegins && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
    lineBegins = c == '\n';
  }
  return out;
}

std::string optionsText(const CLI::App& app) {
  std::string out;
  for (const CLI::Option* option : app.get_options()) {
    out += fmt::format(".TP\n.B {}\n{}\n", troff(option->get_name(option->nonpositional(), true)),
                       troff(option->get_description()));
  }
  return out;
}

std::string verbText(const Verb& verb, const CLI::App& sub) {
  std::string out = fmt::format(".SS \"glasscope {}\"\n{}.\n", verb.name, troff(verb.summary));
  out += optionsText(sub);
  return out + fmt::format(".PP\nExamples:\n.nf\n{}\n.fi\n", troff(verb.examples));
}

}  // namespace

std::string manPage() {
  Invocation invocation;
  CLI::App app;
  describeCommandLine(app, invocation);
  std::string out = fmt::format(
      ".TH GLASSCOPE 1 \"\" \"glasscope {}\" \"User Commands\"\n.SH NAME\nglasscope \\- metallic "
      "glasses: from atoms "
      "to what a microscope would record of them, and back\n.SH SYNOPSIS\n.B glasscope\n.I "
      "verb\n[options] [input]\n"
      ".SH DESCRIPTION\n{}\n.SH OPTIONS\n{}.SH VERBS\n",
      troff(versionText()), troff(app.get_description()), optionsText(app));
  for (const Verb& verb : verbs()) out += verbText(verb, *app.get_subcommand(verb.name));
  return out +
         ".SH EXIT STATUS\n0 when all went well; 2 for a mistake in the command or the case, 3 for "
         "an input that cannot "
         "be read, 4 for something that this machine lacks, 5 for a job that is too large for it, "
         "70 for a defect of "
         "the program, 130 when it was interrupted.\n.SH SEE ALSO\nglasscope help case, glasscope "
         "help conventions\n";
}

}  // namespace glasscope::cli
