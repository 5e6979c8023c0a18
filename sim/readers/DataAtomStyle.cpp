#include "sim/readers/DataAtomStyle.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/system/Text.h"

namespace glasscope::sim {
namespace {

struct KnownStyle {
  const char* name;
  std::size_t type, x;
};

constexpr std::array<KnownStyle, 12> kStyles{{{"atomic", 1, 2},
                                              {"charge", 1, 3},
                                              {"molecular", 2, 3},
                                              {"bond", 2, 3},
                                              {"angle", 2, 3},
                                              {"full", 2, 4},
                                              {"sphere", 1, 4},
                                              {"bpm/sphere", 2, 5},
                                              {"ellipsoid", 1, 4},
                                              {"dipole", 1, 3},
                                              {"spin", 1, 2},
                                              {"hybrid", 1, 2}}};

bool isWhole(std::string_view word) {
  return word.find_first_not_of("+-0123456789") == std::string_view::npos;
}

// Words of the line without three image flags, which whole numbers at its end are.
std::size_t withoutFlags(const std::vector<std::string_view>& words) {
  const std::size_t n = words.size();
  const bool flags =
      n >= 8 && isWhole(words[n - 1]) && isWhole(words[n - 2]) && isWhole(words[n - 3]);
  return flags ? n - 3 : n;
}

}  // namespace

DataAtomStyle DataAtomStyle::find(std::string_view hint, const std::vector<std::string_view>& words,
                                  const LineReader& at) {
  const auto hinted = splitWords(hint);
  if (!hinted.empty())
    for (const KnownStyle& known : kStyles)
      if (hinted.front() == known.name) return {known.name, known.type, known.x};
  switch (withoutFlags(words)) {
    case 5:
      return {"atomic", 1, 2};
    case 6:
      return isWhole(words[2]) ? DataAtomStyle{"molecular", 2, 3} : DataAtomStyle{"charge", 1, 3};
    case 7:
      return {"full", 2, 4};
    default:
      at.fail(fmt::format("the atom style is not known: the line has {} words{}", words.size(),
                          hint.empty() ? "" : fmt::format(" and the section says '{}'", hint)),
              "name the style behind the section's title, as write_data does: Atoms # atomic");
  }
}

void DataAtomStyle::requireWords(const std::vector<std::string_view>& words,
                                 const LineReader& at) const {
  if (words.size() < x + 3)
    at.fail(fmt::format("it has {} words, but atom style {} needs {}", words.size(), name, x + 3),
            "the line was cut short: copy the file again");
}

}  // namespace glasscope::sim
