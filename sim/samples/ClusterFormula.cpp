#include "sim/samples/ClusterFormula.h"

#include <algorithm>
#include <regex>

#include <fmt/format.h>

#include "core/atoms/Elements.h"
#include "core/system/Error.h"

namespace glasscope::sim {

namespace {

using Parts = std::vector<std::pair<int, int>>;

[[noreturn]] void refuse(const std::string& text, const std::string& why) {
  throw Error(ErrorKind::usage, fmt::format("sample.formula \"{}\" is no cluster with glue", text),
              why, "write it as [Cu-Cu7Zr5]Cu: centre, shell, glue");
}

int sumOf(const Parts& parts) {
  int sum = 0;
  for (const auto& [element, count] : parts) sum += count;
  return sum;
}

// "Cu7Zr5"
Parts partsOf(const std::string& text, const std::string& whole) {
  static const std::regex part("([A-Z][a-z]?)([0-9]{0,3})");
  Parts parts;
  auto at = text.begin();
  std::smatch found;
  while (at != text.end()) {
    if (!std::regex_search(at, text.end(), found, part, std::regex_constants::match_continuous))
      refuse(whole, fmt::format("'{}' is no element", std::string(at, text.end())));
    const int count = found[2].length() == 0 ? 1 : std::stoi(found[2].str());
    if (count == 0) refuse(whole, fmt::format("there are no atoms of {}", found[1].str()));
    parts.emplace_back(parseElements(found[1].str()).front(), count);
    at = found[0].second;
  }
  return parts;
}

}  // namespace

int ClusterFormula::shellAtoms() const {
  return sumOf(shell);
}

int ClusterFormula::glueAtoms() const {
  return sumOf(glue);
}

std::vector<int> ClusterFormula::species() const {
  std::vector<int> species{centre};
  for (const Parts* parts : {&shell, &glue})
    for (const auto& [element, count] : *parts) species.push_back(element);
  std::ranges::sort(species);
  const auto [first, last] = std::ranges::unique(species);
  species.erase(first, last);
  return species;
}

ClusterFormula clusterFormula(const std::string& text) {
  static const std::regex whole(R"(\[(?:([A-Z][a-z]?)-)?([A-Za-z0-9]+)\]([A-Za-z0-9]*))");
  // Longer than any formula, and regular expressions take a stack for it.
  constexpr std::size_t kLongest = 200;
  std::smatch found;
  if (text.size() > kLongest || !std::regex_match(text, found, whole))
    refuse(text, "there are no brackets with a cluster");
  ClusterFormula formula;
  formula.shell = partsOf(found[2].str(), text);
  formula.glue = partsOf(found[3].str(), text);
  if (found[1].matched) {
    formula.centre = parseElements(found[1].str()).front();
  } else {
    formula.centre = formula.shell.front().first;
    if (--formula.shell.front().second == 0) formula.shell.erase(formula.shell.begin());
  }
  constexpr int kFewest = 4, kMost = 24, kMostGlue = 3;
  if (formula.shellAtoms() < kFewest || formula.shellAtoms() > kMost)
    refuse(text, fmt::format("its shell has {} atoms, and {} to {} can be", formula.shellAtoms(),
                             kFewest, kMost));
  if (formula.glueAtoms() > kMostGlue)
    refuse(text, fmt::format("it has {} glue atoms, and there are {} sites for each cluster",
                             formula.glueAtoms(), kMostGlue));
  return formula;
}

}  // namespace glasscope::sim
