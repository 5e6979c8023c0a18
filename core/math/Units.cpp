#include "core/math/Units.h"

#include <array>
#include <charconv>
#include <cmath>
#include <string>

namespace glasscope {
namespace {

struct Unit {
  std::string_view name;
  double factor;
  bool isTime;
};

// The bohr radius is that of CODATA 2018 (Tiesinga et al., Rev. Mod. Phys. 93, 025010 (2021)).
// Letters count: "A" is the angstrom of py4DSTEM, "a" nobody's.
constexpr auto kUnits = std::to_array<Unit>({{"A", 1, false},
                                             {"\u00c5", 1, false},
                                             {"\u212b", 1, false},
                                             {"A\u030a", 1, false},
                                             {"angstrom", 1, false},
                                             {"Angstrom", 1, false},
                                             {"ANGSTROM", 1, false},
                                             {"angstroms", 1, false},
                                             {"Angstroms", 1, false},
                                             {"Ang", 1, false},
                                             {"ang", 1, false},
                                             {"\u00e5ngstr\u00f6m", 1, false},
                                             {"\u00c5ngstr\u00f6m", 1, false},
                                             {"nm", 10, false},
                                             {"nanometer", 10, false},
                                             {"nanometers", 10, false},
                                             {"nanometre", 10, false},
                                             {"nanometres", 10, false},
                                             {"pm", 1e-2, false},
                                             {"picometer", 1e-2, false},
                                             {"picometers", 1e-2, false},
                                             {"picometre", 1e-2, false},
                                             {"picometres", 1e-2, false},
                                             {"um", 1e4, false},
                                             {"\u00b5m", 1e4, false},
                                             {"\u03bcm", 1e4, false},
                                             {"micron", 1e4, false},
                                             {"microns", 1e4, false},
                                             {"micrometer", 1e4, false},
                                             {"micrometers", 1e4, false},
                                             {"micrometre", 1e4, false},
                                             {"micrometres", 1e4, false},
                                             {"mm", 1e7, false},
                                             {"m", 1e10, false},
                                             {"meter", 1e10, false},
                                             {"meters", 1e10, false},
                                             {"metre", 1e10, false},
                                             {"metres", 1e10, false},
                                             {"bohr", 0.529177210903, false},
                                             {"Bohr", 0.529177210903, false},
                                             {"bohrs", 0.529177210903, false},
                                             {"a0", 0.529177210903, false},
                                             {"a_0", 0.529177210903, false},
                                             {"ps", 1, true},
                                             {"picosecond", 1, true},
                                             {"picoseconds", 1, true},
                                             {"fs", 1e-3, true},
                                             {"femtosecond", 1e-3, true},
                                             {"femtoseconds", 1e-3, true},
                                             {"ns", 1e3, true},
                                             {"nanosecond", 1e3, true},
                                             {"nanoseconds", 1e3, true},
                                             {"us", 1e6, true},
                                             {"s", 1e12, true},
                                             {"second", 1e12, true}});

void replaceAll(std::string& text, std::string_view what, std::string_view by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
}

// "nm^-1" -> nm, -1; "ps" -> ps, 1. False when what follows the name is no whole number.
bool splitPower(std::string_view& word, int& power) {
  const std::size_t end = word.find_last_not_of("+-0123456789");
  if (end == std::string_view::npos || end + 1 == word.size()) return true;
  std::string_view digits = word.substr(end + 1);
  std::string_view name = word.substr(0, end + 1);
  if (name.ends_with('^')) name.remove_suffix(1);
  for (const Unit& unit : kUnits)
    if (unit.name == word) return true;  // a0
  if (digits.starts_with('+')) digits.remove_prefix(1);
  const auto [last, code] = std::from_chars(digits.data(), digits.data() + digits.size(), power);
  word = name;
  return code == std::errc{} && last == digits.data() + digits.size();
}

struct Product {
  double factor = 1;
  int length = 0, time = 0;  // powers
};

// Units one after the other; those behind a '/' are divided by.
std::optional<Product> productOf(std::string_view text) {
  Product product;
  int sign = 1;
  while (!text.empty()) {
    const std::size_t begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) break;
    text.remove_prefix(begin);
    if (text.front() == '/') {
      if (sign < 0) return std::nullopt;
      sign = -1;
      text.remove_prefix(1);
      continue;
    }
    std::string_view word = text.substr(0, text.find_first_of(" /"));
    text.remove_prefix(word.size());
    if (word == "1") continue;
    int power = 1;
    if (!splitPower(word, power) || std::abs(power) > 3) return std::nullopt;
    const Unit* found = nullptr;
    for (const Unit& unit : kUnits)
      if (unit.name == word) found = &unit;
    if (found == nullptr) return std::nullopt;
    // Divided rather than multiplied by a reciprocal: 1/nm is 0.1 to the last bit.
    for (int i = 0; i < std::abs(power); ++i)
      (sign * power > 0) ? product.factor *= found->factor : product.factor /= found->factor;
    (found->isTime ? product.time : product.length) += sign * power;
  }
  return product;
}

}  // namespace

std::optional<double> unitFactor(std::string_view unit, Dimension dimension) {
  std::string text(unit);
  replaceAll(text, "\u207b\u00b9", "-1");
  for (const std::string_view mark : {"*", "\u00b7", "(", ")", "{", "}", "$", "\\", "\t"})
    replaceAll(text, mark, mark == "*" || mark == "\u00b7" || mark == "\t" ? " " : "");
  const auto product = productOf(text);
  if (!product) return std::nullopt;
  const auto is = [&](int length, int time) {
    return product->length == length && product->time == time;
  };
  const bool fits = dimension == Dimension::length             ? is(1, 0)
                    : dimension == Dimension::reciprocalLength ? is(-1, 0)
                    : dimension == Dimension::time             ? is(0, 1)
                                                               : is(1, -1);
  if (!fits) return std::nullopt;
  return product->factor;
}

}  // namespace glasscope
