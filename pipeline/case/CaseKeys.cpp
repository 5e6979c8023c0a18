#include "pipeline/case/CaseKeys.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/Text.h"
#include "pipeline/case/CaseKeyTypes.h"

namespace glasscope::pipeline {

namespace {

// "semiangle_mrad" -> "semiangle": the name without its last part, which is the unit if any.
std::string stemOf(const std::string& name) {
  return name.substr(0, name.rfind('_'));
}

[[noreturn]] void unknownKey(const std::string& fullName) {
  std::vector<std::string> known;
  for (const CaseKey& key : caseKeys()) {
    known.push_back(key.fullName());
    if (key.fullName().find('_') != std::string::npos && fullName != key.fullName() &&
        (stemOf(fullName) == stemOf(key.fullName()) || fullName == stemOf(key.fullName()))) {
      throw Error(ErrorKind::usage, fmt::format("Unknown key '{}'", fullName),
                  "a key that carries a dimension ends in its unit",
                  fmt::format("write '{}' and give the value in that unit", key.fullName()));
    }
  }
  const std::string nearest = nearestName(fullName, known);
  throw Error(ErrorKind::usage, fmt::format("Unknown key '{}'", fullName),
              "the case file knows no such key",
              nearest.empty() ? "see 'glasscope help case' for all keys"
                              : fmt::format("did you mean '{}'?", nearest));
}

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    if (c == '\n') {
      result += "\\n";
    } else {
      result += c;
    }
  }
  return result + '"';
}

// Shortest text that reads back to the same bits, and is a float to TOML.
std::string floatText(double value) {
  std::string text = fmt::format("{}", value);
  if (text.find_first_of(".en") == std::string::npos) text += ".0";
  return text;
}

}  // namespace

const CaseKey& caseKey(const std::string& fullName) {
  const auto& keys = caseKeys();
  const auto found = std::find_if(keys.begin(), keys.end(),
                                  [&](const CaseKey& key) { return key.fullName() == fullName; });
  if (found == keys.end()) unknownKey(fullName);
  return *found;
}

std::string typeName(const CaseValue& value) {
  static constexpr const char* names[] = {"true or false", "whole number",    "number",
                                          "text",          "list of numbers", "list of texts"};
  return names[value.index()];
}

std::string tomlText(const CaseValue& value) {
  struct Writer {
    std::string operator()(bool flag) const { return flag ? "true" : "false"; }
    std::string operator()(std::int64_t whole) const { return fmt::format("{}", whole); }
    std::string operator()(double number) const { return floatText(number); }
    std::string operator()(const std::string& text) const { return quoted(text); }
    std::string operator()(const std::vector<double>& numbers) const {
      std::vector<std::string> parts;
      for (const double number : numbers) parts.push_back(floatText(number));
      return fmt::format("[{}]", fmt::join(parts, ", "));
    }
    std::string operator()(const std::vector<std::string>& texts) const {
      std::vector<std::string> parts;
      for (const std::string& text : texts) parts.push_back(quoted(text));
      return fmt::format("[{}]", fmt::join(parts, ", "));
    }
  };
  return std::visit(Writer{}, value);
}

}  // namespace glasscope::pipeline
