#include "sim/columns/XyzComment.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "core/math/Units.h"
#include "core/system/Text.h"
#include "sim/columns/LammpsUnits.h"

namespace glasscope::sim {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

// "1,2,3" or "[[1, 0], [0, 1]]" without its marks.
std::string withoutMarks(std::string text) {
  for (char& c : text)
    if (c == ',' || c == '[' || c == ']' || c == '{' || c == '}') c = ' ';
  return text;
}

std::vector<double> numbersOf(const std::string& text, std::string_view key, const LineReader& at) {
  std::vector<double> numbers;
  const std::string words = withoutMarks(text);
  for (const auto word : splitWords(words)) numbers.push_back(at.real(word, key));
  return numbers;
}

bool flagOf(std::string_view word, const LineReader& at) {
  const std::string small = lower(word);
  if (small == "t" || small == "true" || small == "1") return true;
  if (small == "f" || small == "false" || small == "0") return false;
  at.fail(fmt::format("pbc has '{}', which is neither true nor false", word),
          "write pbc=\"T T F\", T for each edge that is periodic");
}

// Where a value that begins with `open` ends: behind the mark that closes it.
std::size_t closingMark(std::string_view text, std::size_t begin) {
  const char open = text[begin];
  const char close = open == '{' ? '}' : open == '[' ? ']' : open;
  int depth = 0;
  for (std::size_t i = begin + 1; i < text.size(); ++i) {
    if (text[i] == '\\' && open != '{' && open != '[') {
      ++i;  // an escaped quote
    } else if (text[i] == close) {
      if (depth == 0) return i;
      --depth;
    } else if (text[i] == open) {
      ++depth;
    }
  }
  return std::string_view::npos;
}

}  // namespace

XyzComment::XyzComment(std::string_view text, const LineReader& at) : text_(text) {
  std::size_t i = 0;
  const auto isSpace = [&](std::size_t k) {
    return std::isspace(static_cast<unsigned char>(text[k])) != 0;
  };
  while (i < text.size()) {
    while (i < text.size() && isSpace(i)) ++i;
    std::size_t begin = i;
    while (i < text.size() && !isSpace(i) && text[i] != '=') ++i;
    if (i >= text.size() || text[i] != '=') {
      if (i > begin) words_.emplace_back(text.substr(begin, i - begin));
      continue;
    }
    const std::string key = lower(text.substr(begin, i - begin));
    ++i;
    const std::string_view marks = "\"'{[";
    if (i < text.size() && marks.find(text[i]) != std::string_view::npos) {
      const std::size_t end = closingMark(text, i);
      if (end == std::string_view::npos)
        at.fail(fmt::format("the value of '{}' has no closing quote", key));
      values_[key] = text.substr(i + 1, end - i - 1);
      i = end + 1;
    } else {
      begin = i;
      while (i < text.size() && !isSpace(i)) ++i;
      values_[key] = text.substr(begin, i - begin);
    }
  }
}

std::string XyzComment::value(std::string_view key) const {
  const auto found = values_.find(lower(key));
  return found == values_.end() ? std::string() : found->second;
}

std::array<bool, 3> XyzComment::periodic(const CellEdges& cell, const LineReader& at) const {
  std::array<bool, 3> periodic{};
  for (int d = 0; d < 3; ++d) periodic[static_cast<std::size_t>(d)] = !cell.matrix.col(d).isZero(0);
  if (value("pbc").empty()) return periodic;
  const std::string text = withoutMarks(value("pbc"));
  auto words = splitWords(text);
  // "TTF": the three in one word.
  if (words.size() == 1 && words[0].size() == 3) {
    const std::string_view joined = words[0];
    words = {joined.substr(0, 1), joined.substr(1, 1), joined.substr(2, 1)};
  }
  if (words.size() != 3) at.fail("pbc needs three values, such as \"T T F\"");
  for (std::size_t d = 0; d < 3; ++d) periodic[d] = flagOf(words[d], at);
  return periodic;
}

Vec3 XyzComment::origin(const LineReader& at) const {
  const std::string text = withoutMarks(value("origin"));
  double ignored = 0;
  const auto words = splitWords(text);
  // Where a structure comes from is an "origin", too (ASE writes what its user puts in).
  if (words.empty() || !LineReader::realOrNot(words.front(), ignored)) return Vec3::Zero();
  const auto numbers = numbersOf(text, "the origin", at);
  if (numbers.size() != 3)
    at.fail(fmt::format("the origin has {} numbers and not 3", numbers.size()),
            "write Origin=\"x y z\"");
  return {numbers[0], numbers[1], numbers[2]};
}

namespace {

// Keys that speak of lengths: units, length_unit, pos_units, lattice-unit.
bool namesUnitOfLength(const std::string& key) {
  if (key.find("unit") == std::string::npos) return key == "lengths";
  if (key == "unit" || key == "units") return true;
  for (const char* of : {"length", "pos", "coord", "lattice", "cell", "box", "dist"})
    if (key.find(of) != std::string::npos) return true;
  return false;
}

// A unit of length that is known and not angstrom. Case counts: Au is gold.
bool isOtherLength(const std::string& unit) {
  const auto factor = unitFactor(unit, Dimension::length);
  return (factor && *factor != 1) || lower(unit) == "bohr" || unit == "a.u." || unit == "a.u";
}

// The same as the value of a key, where units of everything stand, too.
bool isOtherUnit(const std::string& unit) {
  const auto style = unitStyleOf(lower(unit));
  if (isOtherLength(unit) || (style && !unitsOf(*style)) || unit == "au") return true;
  const std::string small = lower(unit);
  return small == "atomic" || small == "atomic units" || small == "atomic_units" ||
         small == "hartree";
}

}  // namespace

// Lengths of XYZ are angstrom; a comment that says otherwise is believed: units=bohr, "units: nm",
// "positions in Bohr", "(nm)".
void XyzComment::requireAngstrom(const LineReader& at) const {
  const auto refuse = [&](const std::string& said) {
    at.fail(fmt::format("its comment says {}, in which lengths are not in angstrom", said),
            "write positions and Lattice in angstrom");
  };
  for (const auto& [key, unit] : values_)
    if (namesUnitOfLength(key) && isOtherUnit(unit)) refuse(fmt::format("{}={}", key, unit));
  for (std::size_t i = 0; i < words_.size(); ++i) {
    std::string unit = words_[i];
    const bool isBracketed = unit.front() == '(' || unit.front() == '[';
    constexpr const char* kMarks = "()[],;.:";
    unit.erase(0, unit.find_first_not_of(kMarks));
    unit.erase(unit.find_last_not_of(kMarks) + 1);
    std::string before = i > 0 ? lower(words_[i - 1]) : std::string();
    if (before.ends_with(':')) before.pop_back();
    const bool isSaid = isBracketed || before == "in" || before == "unit" || before == "units";
    // One letter may be anything: "in a", "(A)".
    if (isSaid && unit.size() > 1 && isOtherLength(unit))
      refuse(i > 0 ? words_[i - 1] + ' ' + words_[i] : words_[i]);
  }
}

// A box under a name that other programs do not read is no open box.
void XyzComment::requireNoOtherCell(const LineReader& at) const {
  for (const char* key : {"cell", "box", "unit_cell", "cell_vectors"}) {
    const std::string text = withoutMarks(value(key));
    const auto words = splitWords(text);
    double ignored = 0;
    const bool numbers = std::all_of(words.begin(), words.end(), [&](std::string_view word) {
      return LineReader::realOrNot(word, ignored);
    });
    if (numbers && (words.size() == 3 || words.size() == 6 || words.size() == 9))
      at.fail(fmt::format("its comment has no Lattice, but numbers called '{}'", key),
              "write the edges as Lattice=\"ax ay az bx by bz cx cy cz\"");
  }
}

std::optional<CellEdges> XyzComment::cell(const LineReader& at) const {
  requireAngstrom(at);
  if (value("lattice").empty()) {
    requireNoOtherCell(at);
    return std::nullopt;
  }
  const auto edges = numbersOf(value("lattice"), "the lattice", at);
  if (edges.size() != 9) at.fail(fmt::format("the lattice has {} numbers and not 9", edges.size()));
  CellEdges cell;
  cell.matrix = Eigen::Map<const Mat3>(edges.data());  // a, b, c one after the other
  if (cell.empty()) return std::nullopt;
  cell.origin = origin(at);
  cell.periodic = periodic(cell, at);
  return cell;
}

std::optional<Vec3> XyzComment::edges() const {
  std::string_view rest = text_;
  Vec3 edges;
  for (double& edge : edges)
    if (!LineReader::realOrNot(LineReader::word(rest), edge) || !(edge > 0) || !std::isfinite(edge))
      return std::nullopt;
  double fourth = 0;
  if (LineReader::realOrNot(LineReader::word(rest), fourth)) return std::nullopt;
  return edges;
}

std::optional<std::int64_t> XyzComment::step() const {
  const std::string text = value("timestep");
  std::int64_t step = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), step);
  if (text.empty() || code != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return step;
}

std::optional<double> XyzComment::time_ps() const {
  double time = 0;
  if (!LineReader::realOrNot(value("time"), time) || !std::isfinite(time)) return std::nullopt;
  return time;
}

std::vector<XyzComment::Property> XyzComment::properties(const LineReader& at) const {
  const std::string text = value("properties");
  if (text.empty()) return {{"species", 'S', 1}, {"pos", 'R', 3}};
  const auto parts = split(text, ':');
  if (parts.size() % 3 != 0)
    at.fail(fmt::format("Properties={} is not a list of name:type:number", text));
  std::vector<Property> properties;
  for (std::size_t i = 0; i < parts.size(); i += 3) {
    const std::int64_t columns = at.integer(parts[i + 2], "the number of columns of a property");
    if (columns < 1 || columns > 1000 || parts[i + 1].size() != 1)
      at.fail(fmt::format("the property {}:{}:{} is not understood", parts[i], parts[i + 1],
                          parts[i + 2]));
    properties.push_back({std::string(parts[i]), parts[i + 1].front(), static_cast<int>(columns)});
  }
  return properties;
}

}  // namespace glasscope::sim
