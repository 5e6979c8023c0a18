#include "report/NumberText.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace glasscope::report {

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

constexpr std::array<std::string_view, 5> kUnits = {"A", "A2", "A3", "eV", "mrad"};

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
  std::vector<std::string> words(1);
  for (const char c : name.substr(0, name.find('@'))) {
    if (c == '_')
      words.emplace_back();
    else
      words.back() += c;
  }
  const auto isUnit = [](const std::string& word) {
    return std::find(kUnits.begin(), kUnits.end(), word) != kUnits.end();
  };
  if (words.size() > 1 && isUnit(words.back())) words.pop_back();
  if (words.size() > 1 && words.back() == "per") words.pop_back();
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += ' ';
    text += readableWord(word);
  }
  return text;
}

}  // namespace glasscope::report
