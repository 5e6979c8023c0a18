#include "core/settings/TomlText.h"

#include <cmath>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace glasscope {

namespace {

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (c == '\n') {
      result += "\\n";
    } else if (c == '\t') {
      result += "\\t";
    } else if (code < 0x20 || code == 0x7f) {
      result += fmt::format("\\u{:04X}", code);
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

// Letters, digits, - and _ need no quotes.
std::string keyText(const std::string& key) {
  const bool bare = !key.empty() && key.find_first_not_of(
                                        "abcdefghijklmnopqrstuvwxyz"
                                        "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                        "0123456789-_") == std::string::npos;
  return bare ? key : quoted(key);
}

}  // namespace

std::string tomlText(const nlohmann::ordered_json& value) {
  if (value.is_null()) return "none";
  if (value.is_string()) return quoted(value.get<std::string>());
  if (value.is_number_float()) return floatText(value.get<double>());
  if (!value.is_structured()) return value.dump();
  std::vector<std::string> parts;
  for (const auto& [key, each] : value.items())
    parts.push_back(value.is_object() ? fmt::format("{} = {}", keyText(key), tomlText(each))
                                      : tomlText(each));
  return fmt::format(fmt::runtime(value.is_object() ? "{{{}}}" : "[{}]"), fmt::join(parts, ", "));
}

}  // namespace glasscope
