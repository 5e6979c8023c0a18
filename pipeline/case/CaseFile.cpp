#include "pipeline/case/CaseFile.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>

#include "core/settings/TomlText.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "pipeline/case/CaseTables.h"
#include "pipeline/case/ElementNames.h"
#include "pipeline/case/ReadPositions.h"
#include "pipeline/case/ResolveCase.h"

namespace glasscope::pipeline {

namespace {

[[noreturn]] void refuse(const std::string& where, const std::string& why,
                         const std::string& remedy) {
  throw Error(ErrorKind::usage, "The case cannot be used: " + where, why, remedy);
}

toml::table parseToml(const std::string& text, const std::string& name) {
  try {
    return toml::parse(text, name);
  } catch (const toml::parse_error& error) {
    refuse(fmt::format("{}, line {}", name, error.source().begin.line),
           std::string(error.description()), "correct the TOML; texts stand in quotes");
  }
}

FieldValue valueOf(const toml::node& node, const std::string& where);

FieldValue tableOf(const toml::table& table, const std::string& where) {
  FieldValue values = FieldValue::object();
  for (const auto& [key, value] : table) values[std::string(key.str())] = valueOf(value, where);
  return values;
}

FieldValue valueOf(const toml::node& node, const std::string& where) {
  if (node.is_boolean()) return *node.value<bool>();
  if (node.is_integer()) return *node.value<std::int64_t>();
  if (node.is_floating_point()) return *node.value<double>();
  if (node.is_string()) return *node.value<std::string>();
  if (const toml::table* table = node.as_table()) return tableOf(*table, where);
  if (const toml::array* array = node.as_array()) {
    FieldValue list = FieldValue::array();
    for (const toml::node& each : *array) list.push_back(valueOf(each, where));
    return list;
  }
  refuse(where, "it is no number, text, flag, list or table", "see 'glasscope help case'");
}

// Does what may refuse something, and says where in the file that stands.
template <class Action>
decltype(auto) located(const std::string& where, const Action& action) {
  try {
    return action();
  } catch (const Error& error) {
    throw Error(error.kind(), fmt::format("{}: {}", where, error.problem()), error.why(),
                error.remedy());
  }
}

void setKey(const BoundFields& tables, const std::string& fullName, const toml::node& node,
            const std::string& file) {
  const std::string where = fmt::format("{}, line {}", file, node.source().begin.line);
  located(where, [&] {
    caseKey(tables, fullName).set(valueOf(node, fmt::format("{}, {}", where, fullName)));
  });
}

bool isList(const std::string& name) {
  return std::find(kLists.begin(), kLists.end(), name) != kLists.end();
}

// The name under which an element of a list is known: in keys, folders and maps.
std::string nameOf(const toml::node& node, const std::string& list, const std::string& where) {
  const toml::table* keys = node.as_table();
  const auto name = keys ? (*keys)["name"].value<std::string>() : std::nullopt;
  if (!name) refuse(where, fmt::format("every [[{}]] has a name", list), "write name = \"...\"");
  return *name;
}

ScanRecord recordOf(const toml::table& keys, const std::string& name) {
  const auto records = keys["records"].value<std::string>();
  return records ? valueOfWord<ScanRecord>(*records, fmt::format("scan.{}.records", name))
                 : usualRecord(name);
}

sim::StepKind kindOf(const toml::table& keys, const std::string& name) {
  const auto kind = keys["kind"].value<std::string>();
  if (kind) return valueOfWord<sim::StepKind>(*kind, fmt::format("step.{}.kind", name));
  const std::vector<std::string> words = allWords<sim::StepKind>();
  if (std::find(words.begin(), words.end(), name) != words.end())
    return valueOfWord<sim::StepKind>(name, "kind");
  throw Error(ErrorKind::usage, fmt::format("The step '{}' does not say what it does", name),
              "it has no kind, and its name is that of none",
              fmt::format("write kind = \"...\": {}", fmt::join(words, ", ")));
}

// The elements of [[scan]], [[image]] and [[step]] as they begin. Of a list that a case has, what
// it does not name is not made.
void makeElements(Case& c, const toml::table& root, const std::string& file) {
  if (root["scan"].is_array()) c.scans.clear();
  if (root["image"].is_array()) c.images.clear();
  if (root["step"].is_array()) c.meltQuench.steps.clear();
  for (const std::string list : kLists) {
    const toml::array* array = root[list].as_array();
    if (!array) continue;
    for (const toml::node& node : *array) {
      const std::string where = fmt::format("{}, line {}", file, node.source().begin.line);
      const std::string name = nameOf(node, list, where);
      located(where, [&] {
        // The usual image is not made unless somebody asks for it: its name is free.
        std::erase_if(c.images, [&](const ImageCase& image) {
          return list != "image" && !image.enabled && image.name == name;
        });
        refuseName(c, list, name);
        if (list == "scan")
          c.scans.push_back(usualScan(name, recordOf(*node.as_table(), name)));
        else if (list == "step")
          c.meltQuench.steps.push_back(
              sim::ProtocolStep::usual(name, kindOf(*node.as_table(), name)));
        else
          c.images.push_back(usualImage(name));
      });
    }
  }
}

void setElements(const BoundFields& tables, const std::string& list, const toml::array& array,
                 const std::string& file) {
  for (const toml::node& node : array) {
    const toml::table& keys = *node.as_table();
    const std::string name = *keys["name"].value<std::string>();
    for (const auto& [key, value] : keys) {
      if (key.str() != "name")
        setKey(tables, fmt::format("{}.{}.{}", list, name, key.str()), value, file);
    }
  }
}

[[noreturn]] void refuseTable(const BoundField& table, const std::string& where) {
  const std::string list = listOf(table);
  throw Error(
      ErrorKind::usage, fmt::format("{}: there is no table [{}]", where, table.name),
      fmt::format("every {} is an element of a list, with its name; those that are not listed "
                  "are not made",
                  list),
      fmt::format("write [[{}]] and below it name = \"{}\" and its keys (in --set: {}.{}.key)",
                  list, table.name, list, table.name));
}

// A table of the name of an element, the case's own or that of a case without lists.
void refuseElementsTable(const BoundFields& tables, const std::string& name,
                         const std::string& where) {
  const Case usual;
  const BoundFields usualTables = caseTables(usual);
  for (const BoundFields* all : {&tables, &usualTables}) {
    const BoundField* known = findField(*all, name);
    if (known && !listOf(*known).empty()) refuseTable(*known, where);
  }
}

void refuseSweep(const toml::table& root, const std::string& file) {
  for (const char* own : {"sweep", "axis"}) {
    const toml::node* node = root.get(own);
    if (node == nullptr) continue;
    refuse(
        fmt::format("{}, line {}", file, node->source().begin.line),
        "it is the file of a data set, of many samples",
        fmt::format("'glasscope sweep {0}' makes it, and 'glasscope plan {0}' says what it costs",
                    file));
  }
}

void applyTable(Case& c, const toml::table& root, const std::string& file) {
  refuseSweep(root, file);
  makeElements(c, root, file);
  const BoundFields tables = caseTables(c);
  for (const auto& [table, content] : root) {
    const std::string tableName(table.str());
    const std::string where = fmt::format("{}, line {}", file, content.source().begin.line);
    refuseElementsTable(tables, tableName, where);
    if (content.is_table() && isList(tableName)) {
      refuse(where, fmt::format("{} is a list of tables, each with a name", tableName),
             fmt::format("write [[{}]] and below it its name and its keys", tableName));
    } else if (content.is_array() && isList(tableName)) {
      setElements(tables, tableName, *content.as_array(), file);
    } else if (const toml::table* keys = content.as_table()) {
      for (const auto& [name, node] : *keys)
        setKey(tables, tableName + "." + std::string(name.str()), node, file);
    } else {
      setKey(tables, tableName, content, file);  // names the nearest known key
    }
  }
}

// "table.key=value" with a TOML value; a bare word that is no TOML value is a text.
void applyOverride(Case& c, const std::string& text) {
  const BoundFields tables = caseTables(c);
  const auto equals = text.find('=');
  if (equals == std::string::npos) {
    refuse("--set " + text, "an override is table.key=value",
           "for example --set foil.thickness_A=40 or --set scan.haadf.semiangle_mrad=20");
  }
  const std::string name = text.substr(0, equals), value = text.substr(equals + 1);
  const BoundField& key = caseKey(tables, name);  // an unknown key is reported before its value
  FieldValue given = value;
  try {
    const toml::table parsed = toml::parse("value = " + value);
    const toml::node& node = *parsed.get("value");
    // A text may look like something else: configuration.frames=-1, case.title=2026; and the range
    // 10:20:30 like a time of day.
    const bool range = node.is_date() || node.is_time() || node.is_date_time();
    if (!range && (key.type != FieldType::text || node.is_string()))
      given = valueOf(node, "--set " + name);
  } catch (const toml::parse_error&) {
  }
  key.set(given);
}

// A file that the case names is sought beside the case, as a user who moves both would expect.
std::string foundBeside(const std::string& file, const std::filesystem::path& folder) {
  const std::filesystem::path path = file;
  if (file.empty() || path.is_absolute() || std::filesystem::exists(path)) return file;
  return std::filesystem::exists(folder / path) ? (folder / path).string() : file;
}

// What follows once every key is set.
void complete(Case& c, const std::vector<std::string>& overrides,
              const std::filesystem::path& folder) {
  for (const std::string& item : overrides) applyOverride(c, item);
  c.configuration.file = foundBeside(c.configuration.file, folder);
  for (std::string& replica : c.replicas) replica = foundBeside(replica, folder);
  c.compare.thicknessFile = foundBeside(c.compare.thicknessFile, folder);
  for (ScanCase& scan : c.scans) {
    if (scan.file.empty()) continue;
    scan.list_A = readPositions(foundBeside(scan.file, folder));
    scan.file.clear();  // the resolved case holds the positions themselves
  }
  resolveCase(c);
}

Case parseBeside(const std::string& text, const std::string& name,
                 const std::vector<std::string>& overrides, const std::filesystem::path& folder) {
  Case c;
  applyTable(c, parseToml(text, name), name);
  complete(c, overrides, folder);
  return c;
}

}  // namespace

Case parseCase(const std::string& text, const std::string& name,
               const std::vector<std::string>& overrides) {
  return parseBeside(text, name, overrides, {});
}

Case readCase(const std::filesystem::path& path, const std::vector<std::string>& overrides) {
  requireRegularFile(path);
  requireNoHole(path);
  return parseBeside(readFile(path), path.string(), overrides, path.parent_path());
}

namespace {

toml::table readToml(const std::filesystem::path& path) {
  requireRegularFile(path);
  requireNoHole(path);
  return parseToml(readFile(path), path.string());
}

}  // namespace

bool hasTables(const std::filesystem::path& path, const std::vector<std::string>& names) {
  const toml::table root = readToml(path);
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return root.contains(name); });
}

SharedCaseFile readSharedCase(const std::filesystem::path& path,
                              const std::vector<std::string>& ownNames,
                              const std::vector<std::string>& overrides) {
  toml::table root = readToml(path);
  SharedCaseFile file;
  file.own = FieldValue::object();
  for (const std::string& name : ownNames) {
    const toml::node* node = root.get(name);
    if (node == nullptr) continue;
    file.own[name] = valueOf(*node, fmt::format("{}, {}", path.string(), name));
    root.erase(name);
  }
  if (const auto base = root["case"].value<std::string>()) {
    const std::filesystem::path found = foundBeside(*base, path.parent_path());
    file.settings = readCase(found, {});
    file.caseFile = found.string();
    root.erase("case");
  }
  applyTable(file.settings, root, path.string());
  complete(file.settings, overrides, path.parent_path());
  return file;
}

namespace {

// A series over the record changes what is recorded of a clean signal, and not that.
bool isOfRecord(const BoundField& key) {
  const FieldValue value = key.get();
  return key.name == "series" && value.is_object() &&
         SeriesCase{value["key"].get<std::string>(), {}}.isOfRecord();
}

}  // namespace

std::string keysText(const Case& c, const std::vector<std::string>& tables) {
  std::string text;
  for (const BoundField& table : caseTables(c)) {
    if (std::find(tables.begin(), tables.end(), table.name) == tables.end()) continue;
    for (const BoundField& key : table.members) {
      if (key.affectsResult && !isOfRecord(key))
        text += fmt::format("{} = {}\n", key.path, tomlText(key.get()));
    }
  }
  return text;
}

std::string resolvedToml(const Case& c) {
  std::string text = "# Every key of this run, defaults included (docs/case-file.md).\n";
  if (c.scans.empty()) text += "\nscan = []\n";
  if (c.images.empty()) text += "\nimage = []\n";
  for (const BoundField& table : caseTables(c)) {
    const std::string list = listOf(table);
    text += list.empty() ? fmt::format("\n[{}]\n", table.name)
                         : fmt::format("\n[[{}]]\nname = \"{}\"\n", list, table.name);
    for (const BoundField& key : table.members) {
      // TOML has no word for what is absent.
      if (const auto value = key.get(); !value.is_null())
        text += fmt::format("{} = {}\n", key.name, tomlText(value));
    }
  }
  return text;
}

}  // namespace glasscope::pipeline
