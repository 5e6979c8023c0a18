#include "cli/NameHints.h"

#include <algorithm>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/Verb.h"
#include "core/settings/BoundFields.h"
#include "core/settings/KeyHints.h"
#include "core/system/Text.h"
#include "pipeline/case/Case.h"
#include "pipeline/case/CaseTables.h"

namespace glasscope::cli {

namespace {

struct VerbWord {
  std::string_view said, verb;
};

// What people call the work of a verb.
constexpr VerbWord kVerbWords[] = {
    {"simulate", "sim"},       {"quench", "sim"},        {"md", "sim"},
    {"tessellate", "voronoi"}, {"describe", "voronoi"},  {"descriptors", "voronoi"},
    {"structure", "voronoi"},  {"image", "multislice"},  {"scan", "multislice"},
    {"stem", "multislice"},    {"haadf", "multislice"},  {"hrtem", "multislice"},
    {"correlate", "compare"},  {"associate", "compare"}, {"statistics", "compare"},
    {"page", "report"},        {"html", "report"},       {"convert", "import"},
    {"open", "import"},        {"load", "import"},       {"register", "match"},
    {"align", "match"},        {"noise", "degrade"},     {"record", "degrade"},
    {"dose", "degrade"},       {"strain", "shear"},      {"deform", "shear"},
    {"compress", "shear"},     {"msd", "mobility"},      {"diffusion", "mobility"},
    {"rdf", "pairs"},          {"pdf", "pairs"},         {"variance", "fem"},
    {"estimate", "plan"},      {"cost", "plan"},         {"check", "plan"},
    {"show", "info"},          {"inspect", "info"},      {"verify", "info"},
    {"selftest", "validate"},  {"test", "validate"},     {"references", "cite"},
    {"bibtex", "cite"},        {"evaluate", "score"},    {"benchmark", "score"},
    {"challenge", "blind"},    {"dataset", "sweep"},     {"generate", "sweep"},
    {"grid", "sweep"}};

std::string withoutDashes(std::string_view option) {
  std::string name(option.substr(0, option.find('=')));
  name.erase(0, name.find_first_not_of('-'));
  std::ranges::replace(name, '-', '_');
  return name;
}

const CLI::App* verbOf(const CLI::App& app, const std::vector<std::string>& arguments) {
  for (const CLI::App* verb : app.get_subcommands({}))
    if (std::ranges::find(arguments, verb->get_name()) != arguments.end()) return verb;
  return nullptr;
}

}  // namespace

std::string verbMeantBy(std::string_view word) {
  std::vector<std::string> names;
  for (const Verb& verb : verbs()) names.push_back(verb.name);
  const auto* known = std::ranges::find(kVerbWords, word, &VerbWord::said);
  if (known != std::end(kVerbWords) && std::ranges::find(names, known->verb) != names.end())
    return std::string(known->verb);
  return nearestName(word, names);
}

std::string optionMeantBy(const CLI::App& app, const std::vector<std::string>& arguments) {
  const CLI::App* verb = verbOf(app, arguments);
  if (verb == nullptr) return {};
  std::vector<std::string> spelled, names;
  for (const CLI::App* of : {verb, &app}) {
    for (const CLI::Option* option : of->get_options()) {
      for (const std::string& name : option->get_lnames()) {
        spelled.push_back("--" + name);
        names.push_back(withoutDashes(name));
      }
    }
  }
  for (const std::string& argument : arguments) {
    if (!argument.starts_with("--") || argument.size() < 3) continue;
    if (std::ranges::find(spelled, argument.substr(0, argument.find('='))) != spelled.end())
      continue;
    const std::string said = withoutDashes(argument);
    // The unit was left out: "--pixel" for "--pixel_A".
    std::string nearest = nearestName(said, names);
    for (const std::string& name : names)
      if (name == said || name.starts_with(said + "_")) {
        nearest = name;
        break;
      }
    if (nearest.empty()) return {};
    return spelled[static_cast<std::size_t>(std::ranges::find(names, nearest) - names.begin())];
  }
  return {};
}

std::string helpMeantBy(const std::string& wanted, std::vector<std::string> topics) {
  const pipeline::Case defaults;
  std::vector<std::string> keys;
  for (const BoundField& table : pipeline::caseTables(defaults)) {
    topics.push_back(table.name);
    for (const BoundField& key : table.members) keys.push_back(table.name + "." + key.name);
  }
  const auto meant = keysMeantBy(wanted, keys);
  if (!meant.empty()) return meant.front();
  return nearestName(wanted, wanted.find('.') == std::string::npos ? topics : keys);
}

}  // namespace glasscope::cli
