#include "pipeline/case/CaseFile.h"

#include <algorithm>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "core/settings/TomlText.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "pipeline/case/CaseTables.h"
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

void setKey(const BoundFields& tables, const std::string& fullName, const toml::node& node,
            const std::string& file) {
  const std::string where = fmt::format("{}, line {}", file, node.source().begin.line);
  try {
    caseKey(tables, fullName).set(valueOf(node, fmt::format("{}, {}", where, fullName)));
  } catch (const Error& error) {
    throw Error(error.kind(), fmt::format("{}: {}", where, error.problem()), error.why(),
                error.remedy());
  }
}

void applyTable(const BoundFields& tables, const toml::table& root, const std::string& file) {
  for (const auto& [table, content] : root) {
    const std::string tableName(table.str());
    if (const toml::table* keys = content.as_table()) {
      for (const auto& [name, node] : *keys)
        setKey(tables, tableName + "." + std::string(name.str()), node, file);
    } else {
      setKey(tables, tableName, content, file);  // names the nearest known key
    }
  }
}

// "table.key=value" with a TOML value; a bare word that is no TOML value is a text.
void applyOverride(const BoundFields& tables, const std::string& text) {
  const auto equals = text.find('=');
  if (equals == std::string::npos) {
    refuse("--set " + text, "an override is table.key=value",
           "for example --set haadf.semiangle_mrad=20");
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

Case parseBeside(const std::string& text, const std::string& name,
                 const std::vector<std::string>& overrides, const std::filesystem::path& folder) {
  Case c;
  const BoundFields tables = caseTables(c);
  applyTable(tables, parseToml(text, name), name);
  for (const std::string& item : overrides) applyOverride(tables, item);
  c.configuration.file = foundBeside(c.configuration.file, folder);
  for (std::string& replica : c.replicas) replica = foundBeside(replica, folder);
  for (ScanCase* scan :
       {static_cast<ScanCase*>(&c.haadf), static_cast<ScanCase*>(&c.nanodiffraction)}) {
    if (scan->file.empty()) continue;
    scan->list_A = readPositions(foundBeside(scan->file, folder));
    scan->file.clear();  // the resolved case holds the positions themselves
  }
  resolveCase(c);
  return c;
}

}  // namespace

Case parseCase(const std::string& text, const std::string& name,
               const std::vector<std::string>& overrides) {
  return parseBeside(text, name, overrides, {});
}

Case readCase(const std::filesystem::path& path, const std::vector<std::string>& overrides) {
  return parseBeside(readFile(path), path.string(), overrides, path.parent_path());
}

std::string keysText(const Case& c, const std::vector<std::string>& tables) {
  std::string text;
  for (const BoundField& table : caseTables(c)) {
    if (std::find(tables.begin(), tables.end(), table.name) == tables.end()) continue;
    for (const BoundField& key : table.members) {
      if (key.affectsResult) text += fmt::format("{} = {}\n", key.path, tomlText(key.get()));
    }
  }
  return text;
}

std::string resolvedToml(const Case& c) {
  std::string text = "# Every key of this run, defaults included (docs/case-file.md).\n";
  for (const BoundField& table : caseTables(c)) {
    text += fmt::format("\n[{}]\n", table.name);
    for (const BoundField& key : table.members)
      text += fmt::format("{} = {}\n", key.name, tomlText(key.get()));
  }
  return text;
}

}  // namespace glasscope::pipeline
