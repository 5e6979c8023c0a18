#include "compare/report/NumberText.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <string_view>

#include <fmt/format.h>

namespace glasscope::compare {

namespace {

std::string superscript(int power) {
  constexpr std::array<std::string_view, 10> kDigits = {"⁰", "¹", "²", "³", "⁴",
                                                        "⁵", "⁶", "⁷", "⁸", "⁹"};
  std::string raised = power < 0 ? "⁻" : "";
  for (const char digit : std::to_string(std::abs(power)))
    raised += kDigits[static_cast<std::size_t>(digit - '0')];
  return raised;
}

constexpr std::array<std::string_view, 8> kInitials = {"haadf", "adf",  "bf",  "frc",
                                                       "ncc",   "nbed", "fem", "stem"};

std::string readableWord(std::string word) {
  if (std::find(kInitials.begin(), kInitials.end(), word) != kInitials.end())
    for (char& c : word) c = static_cast<char>(c - 'a' + 'A');
  return word;
}

}  // namespace

std::string groupedCount(std::int64_t count) {
  const std::string digits = std::to_string(std::abs(count));
  std::string grouped = count < 0 ? "-" : "";
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) grouped += ',';
    grouped += digits[i];
  }
  return grouped;
}

std::string scientificText(double value) {
  const double size = std::abs(value);
  if (!std::isfinite(value) || value == 0 || (size >= 0.01 && size < 1e4))
    return fmt::format("{:.3g}", value);
  const std::string text = fmt::format("{:.1e}", value);
  const std::size_t split = text.find('e');
  std::string mantissa = text.substr(0, split);
  if (mantissa.ends_with(".0")) mantissa.resize(mantissa.size() - 2);
  const std::string power = "10" + superscript(std::atoi(text.c_str() + split + 1));
  return mantissa == "1" ? power : mantissa + "×" + power;
}

std::string readableName(const std::string& name) {
  std::string text, word;
  for (const char c : name + "_") {
    if (c != '_') {
      word += c;
      continue;
    }
    if (!text.empty()) text += ' ';
    text += readableWord(word);
    word.clear();
  }
  return text;
}

}  // namespace glasscope::compare
