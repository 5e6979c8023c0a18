#include "sim/readers/XyzComment.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "core/system/Text.h"

namespace glasscope::sim {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

// Numbers of "1 2 3", "1,2,3" or "[1, 2, 3]".
std::vector<double> numbersOf(std::string text, std::string_view key, const LineReader& at) {
  for (char& c : text)
    if (c == ',' || c == '[' || c == ']' || c == '{' || c == '}') c = ' ';
  std::vector<double> numbers;
  for (const auto word : splitWords(text)) numbers.push_back(at.real(word, key));
  return numbers;
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
    if (i >= text.size() || text[i] != '=') continue;  // a bare word
    const std::string key = lower(text.substr(begin, i - begin));
    ++i;
    const char quote =
        i < text.size() && (text[i] == '"' || text[i] == '\'' || text[i] == '{') ? text[i] : 0;
    if (quote != 0) {
      const std::size_t end = text.find(quote == '{' ? '}' : quote, i + 1);
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

std::optional<Box> XyzComment::box(const LineReader& at) const {
  if (value("lattice").empty()) return std::nullopt;
  const auto edges = numbersOf(value("lattice"), "the lattice", at);
  if (edges.size() != 9) at.fail(fmt::format("the lattice has {} numbers and not 9", edges.size()));
  std::array<bool, 3> periodic{true, true, true};
  const std::string pbc = value("pbc");
  const auto flags = splitWords(pbc);
  if (!pbc.empty() && flags.size() != 3) at.fail("pbc needs three values, such as \"T T F\"");
  for (std::size_t d = 0; d < flags.size(); ++d)
    periodic[d] = flags[d].front() == 'T' || flags[d].front() == 't' || flags[d] == "1";
  Vec3 origin = Vec3::Zero();
  const auto numbers = numbersOf(value("origin"), "the origin", at);
  if (numbers.size() == 3) origin = {numbers[0], numbers[1], numbers[2]};
  try {
    return Box(Eigen::Map<const Mat3>(edges.data()), origin,
               periodic);  // a, b, c one after the other
  } catch (const Error& error) {
    at.fail("the lattice is not usable: " + error.why(),
            "correct Lattice=\"ax ay az bx by bz cx cy cz\"");
  }
}

std::optional<Vec3> XyzComment::edges() const {
  std::string_view rest = text_;
  Vec3 edges;
  for (double& edge : edges)
    if (!LineReader::realOrNot(LineReader::word(rest), edge) || !(edge > 0)) return std::nullopt;
  return edges;
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
