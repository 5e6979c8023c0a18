#include "core/settings/FieldUnit.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "core/system/Text.h"

namespace glasscope {

namespace {

using Unit = std::pair<std::string_view, std::string_view>;

// How a unit stands in a name, and how people write it.
constexpr std::array<Unit, 27> kUnits = {{
    {"A", "angstrom"},      {"A2", "angstrom^2"}, {"A3", "angstrom^3"},
    {"invA", "1/angstrom"}, {"nm", "nm"},         {"cm3", "cm^3"},
    {"mrad", "mrad"},       {"deg", "degrees"},   {"kV", "kV"},
    {"eV", "eV"},           {"K", "K"},           {"bar", "bar"},
    {"GPa", "GPa"},         {"THz", "THz"},       {"fs", "fs"},
    {"ps", "ps"},           {"ns", "ns"},         {"s", "s"},
    {"GB", "GB"},           {"bytes", "bytes"},   {"g", "g"},
    {"e", "electrons"},     {"percent", "%"},     {"atom", "atom"},
    {"line", "line"},       {"counts", "counts"}, {"position", "position"},
}};

std::string_view written(std::string_view word) {
  const auto found =
      std::find_if(kUnits.begin(), kUnits.end(), [&](const Unit& u) { return u.first == word; });
  return found == kUnits.end() ? std::string_view() : found->second;
}

// What only stands below a fraction line, like "per atom", is no unit by itself.
bool onlyBelow(std::string_view word) {
  return word == "atom" || word == "line" || word == "position";
}

// The words of the unit begin here; words.size() for a name without one. A name is never all unit.
std::size_t firstWordOfUnit(const std::vector<std::string_view>& words) {
  const std::size_t n = words.size();
  std::size_t first = n;
  if (n >= 2 && !written(words[n - 1]).empty()) {
    const bool fraction = words[n - 2] == "per";
    if (fraction) {
      first = n - 2;
      if (n >= 4 && !written(words[n - 3]).empty() && !onlyBelow(words[n - 3])) first = n - 3;
    } else if (!onlyBelow(words[n - 1])) {
      first = n - 1;
    }
  }
  return first == 0 ? n : first;
}

}  // namespace

std::string unitOfName(std::string_view name) {
  const std::vector<std::string_view> words = split(name, '_');
  std::string unit;
  for (std::size_t i = firstWordOfUnit(words); i < words.size(); ++i) {
    if (words[i] == "per") {
      unit += unit.empty() ? "1/" : "/";
    } else {
      unit += written(words[i]);
    }
  }
  return unit;
}

std::string_view nameWithoutUnit(std::string_view name) {
  const std::vector<std::string_view> words = split(name, '_');
  const std::size_t first = firstWordOfUnit(words);
  if (first >= words.size()) return name;
  return name.substr(0, static_cast<std::size_t>(words[first].data() - name.data()) - 1);
}

}  // namespace glasscope
