#include "sim/columns/DataAtoms.h"

#include <algorithm>

#include <fmt/format.h>

namespace glasscope::sim {

void DataAtoms::choose(const std::vector<std::string_view>& words, const LineReader& at) {
  for (const DataAtomStyle& style : DataAtomStyle::candidates(hint_, words, at))
    candidates_.push_back({style, {}, ""});
}

void DataAtoms::add(const std::vector<std::string_view>& words, const LineReader& at) {
  if (candidates_.empty()) choose(words, at);
  for (Candidate& candidate : candidates_) {
    candidate.style.requireWords(words, at);
    const std::string_view word = words[candidate.style.type];
    const int type = typeOf_(word);
    if (type == 0 && candidate.fault.empty()) {
      candidate.fault = fmt::format(
          "the atom type is {}, but the header does not promise it{}", word,
          candidates_.size() > 1 ? fmt::format(" (atom style {})", candidate.style.name) : "");
      if (std::all_of(candidates_.begin(), candidates_.end(),
                      [](const Candidate& other) { return !other.fault.empty(); }))
        at.fail(candidate.fault);
    }
    candidate.types.push_back(type);
  }
  ids.push_back(at.integer(words[0], "the id"));
  // All candidates have the position at the same place.
  const std::size_t x = candidates_.front().style.x;
  Vec3 position;
  for (std::size_t d = 0; d < 3; ++d)
    position[static_cast<int>(d)] = at.real(words[x + d], std::string_view(&"xyz"[d], 1));
  positions.push_back(position);
}

const std::vector<int>& DataAtoms::types(const LineReader& at) const {
  const Candidate* chosen = nullptr;
  for (const Candidate& candidate : candidates_) {
    if (!candidate.fault.empty()) continue;
    if (chosen != nullptr)
      throw Error(
          ErrorKind::input, fmt::format("Cannot read '{}'", at.file()),
          fmt::format("the section Atoms does not name its style, and columns {} and {} may "
                      "both be the type (styles {} and {})",
                      chosen->style.type + 1, candidate.style.type + 1, chosen->style.name,
                      candidate.style.name),
          fmt::format("name it behind the section's title: 'Atoms # {}' or 'Atoms # {}'",
                      chosen->style.name, candidate.style.name));
    chosen = &candidate;
  }
  GLASSCOPE_ENSURE(chosen != nullptr, "a section Atoms has a style");
  return chosen->types;
}

}  // namespace glasscope::sim
