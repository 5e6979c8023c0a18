#include "pipeline/case/CaseFile.h"

#include <algorithm>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "pipeline/case/CaseKeys.h"
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

// A table in a list is the text "key=value key=value".
std::string wordsOf(const toml::table& table, const std::string& where) {
  std::string words;
  for (const auto& [key, value] : table) {
    const auto text = value.value<std::string>();
    const auto number = value.value<double>();
    if (!text && !number) refuse(where, "a table in a list holds texts and numbers", "correct it");
    words += fmt::format("{}{}={}", words.empty() ? "" : " ", std::string_view(key.str()),
                         text ? *text : fmt::format("{}", *number));
  }
  return words;
}

CaseValue listOf(const toml::array& array, const std::string& where) {
  std::vector<double> numbers;
  std::vector<std::string> texts;
  for (const toml::node& node : array) {
    if (node.is_number()) {
      numbers.push_back(*node.value<double>());
    } else if (node.is_string()) {
      texts.push_back(*node.value<std::string>());
    } else if (const toml::table* table = node.as_table()) {
      texts.push_back(wordsOf(*table, where));
    }
  }
  if (numbers.size() == array.size()) return numbers;
  if (texts.size() == array.size()) return texts;
  refuse(where, "a list holds either numbers or texts", "correct the list");
}

CaseValue valueOf(const toml::node& node, const std::string& where) {
  if (node.is_boolean()) return *node.value<bool>();
  if (node.is_integer()) return *node.value<std::int64_t>();
  if (node.is_floating_point()) return *node.value<double>();
  if (node.is_string()) return *node.value<std::string>();
  if (const toml::array* array = node.as_array()) return listOf(*array, where);
  refuse(where, "it is no number, text, flag or list", "see 'glasscope help case'");
}

void setKey(Case& c, const std::string& table, const std::string& name, const toml::node& node,
            const std::string& file) {
  const std::string fullName = table + "." + name;
  caseKey(fullName).set(
      c, valueOf(node, fmt::format("{}, line {}, {}", file, node.source().begin.line, fullName)));
}

void applyTable(Case& c, const toml::table& root, const std::string& file) {
  for (const auto& [table, content] : root) {
    const std::string tableName(table.str());
    if (const toml::table* keys = content.as_table()) {
      for (const auto& [name, node] : *keys) {
        setKey(c, tableName, std::string(name.str()), node, file);
      }
    } else {
      caseKey(tableName);  // names the nearest known key
    }
  }
}

// "table.key=value" with a TOML value; a bare word that is no TOML value is a text.
void applyOverride(Case& c, const std::string& text) {
  const auto equals = text.find('=');
  if (equals == std::string::npos) {
    refuse("--set " + text, "an override is table.key=value",
           "for example --set haadf.semiangle_mrad=20");
  }
  const std::string key = text.substr(0, equals), value = text.substr(equals + 1);
  caseKey(key);  // an unknown key is reported before its value
  try {
    const toml::table parsed = toml::parse("value = " + value);
    CaseValue given = valueOf(*parsed.get("value"), "--set " + key);
    // A text may look like something else: configuration.frames=-1, case.title=2026.
    const bool isText = std::holds_alternative<std::string>(caseKey(key).get(c));
    if (isText && !std::holds_alternative<std::string>(given)) given = value;
    caseKey(key).set(c, given);
  } catch (const toml::parse_error&) {
    caseKey(key).set(c, value);
  }
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
  applyTable(c, parseToml(text, name), name);
  for (const std::string& item : overrides) applyOverride(c, item);
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
  for (const CaseKey& key : caseKeys()) {
    if (std::find(tables.begin(), tables.end(), key.table) == tables.end()) continue;
    if (!key.affectsResult) continue;
    text += fmt::format("{} = {}\n", key.fullName(), tomlText(key.get(c)));
  }
  return text;
}

std::string resolvedToml(const Case& c) {
  std::string text = "# Every key of this run, defaults included (docs/case-file.md).\n", table;
  for (const CaseKey& key : caseKeys()) {
    if (key.table != table) text += fmt::format("\n[{}]\n", table = key.table);
    text += fmt::format("{} = {}\n", key.name, tomlText(key.get(c)));
  }
  return text;
}

std::string caseReferenceMarkdown() {
  const Case defaults;
  std::string text =
      "# The case file\n\n"
      "Generated by `glasscope help case` from the table of keys in the code; a test holds the "
      "two\n"
      "together. A key that carries a dimension ends in its unit. An unknown key is an error that\n"
      "names the nearest known one. `--set table.key=value` overrides any key.\n";
  for (const auto& [table, about] : caseTables()) {
    text += fmt::format(
        "\n## [{}]\n\n{}.\n\n| key | type | default | may be | meaning |\n|---|---|---|---|---|\n",
        table, about);
    for (const CaseKey& key : caseKeys()) {
      if (key.table != table) continue;
      const CaseValue value = key.get(defaults);
      text += fmt::format("| `{}` | {} | `{}` | {} | {} |\n", key.name, typeName(value),
                          tomlText(value), key.range, key.help);
    }
  }
  return text;
}

}  // namespace glasscope::pipeline
