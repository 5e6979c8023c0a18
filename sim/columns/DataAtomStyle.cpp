#include "sim/columns/DataAtomStyle.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/system/Text.h"

namespace glasscope::sim {
namespace {

struct KnownStyle {
  const char* name;
  std::size_t type, x, words;
};

// Columns of the type and of x, and the number of columns (0: it varies): LAMMPS manual,
// "read_data".
constexpr auto kStyles = std::to_array<KnownStyle>(
    {{"atomic", 1, 2, 5}, {"charge", 1, 3, 6},      {"molecular", 2, 3, 6},
     {"bond", 2, 3, 6},   {"angle", 2, 3, 6},       {"full", 2, 4, 7},
     {"sphere", 1, 4, 7}, {"bpm/sphere", 2, 5, 8},  {"ellipsoid", 1, 4, 7},
     {"dipole", 1, 3, 9}, {"spin", 1, 2, 9},        {"amoeba", 2, 4, 7},
     {"body", 1, 4, 7},   {"dielectric", 1, 3, 0},  {"dpd", 1, 3, 6},
     {"edpd", 1, 4, 7},   {"electron", 1, 5, 8},    {"line", 2, 5, 8},
     {"mdpd", 1, 3, 6},   {"peri", 1, 4, 7},        {"smd", 1, 10, 13},
     {"sph", 1, 5, 8},    {"tdpd", 1, 2, 0},        {"template", 1, 5, 8},
     {"tri", 2, 5, 8},    {"wavepacket", 1, 8, 11}, {"hybrid", 1, 2, 0}});
// What is tried when nothing names the style.
constexpr auto kUsual = std::to_array<const char*>({"atomic", "charge", "molecular", "full"});

DataAtomStyle styleOf(const KnownStyle& known) {
  return {known.name, known.type, known.x, known.words};
}

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

std::vector<DataAtomStyle> DataAtomStyle::candidates(std::string_view hint,
                                                     const std::vector<std::string_view>& words,
                                                     const LineReader& at) {
  const auto hinted = splitWords(hint);
  std::vector<DataAtomStyle> found;
  for (const KnownStyle& known : kStyles)
    if (!hinted.empty() && hinted.front() == known.name) return {styleOf(known)};
  for (const KnownStyle& known : kStyles) {
    const bool usual =
        std::find(kUsual.begin(), kUsual.end(), std::string_view(known.name)) != kUsual.end();
    if (usual && known.words == withoutFlags(words)) found.push_back(styleOf(known));
  }
  if (found.empty())
    at.fail(fmt::format("the atom style is not known: the line has {} words{}", words.size(),
                        hint.empty() ? "" : fmt::format(" and the section says '{}'", hint)),
            "name the style behind the section's title, as write_data does: Atoms # atomic");
  return found;
}

void DataAtomStyle::requireWords(const std::vector<std::string_view>& line,
                                 const LineReader& at) const {
  if (line.size() < std::max(x + 3, words))
    at.fail(fmt::format("it has {} words, but atom style {} needs {}", line.size(), name,
                        std::max(x + 3, words)),
            "the line was cut short: copy the file again");
  if (words > 0 && line.size() != words && line.size() != words + 3)
    at.fail(fmt::format("it has {} words, but atom style {} has {}, and {} with image flags",
                        line.size(), name, words, words + 3),
            "correct the line, or name the style: Atoms # atomic");
}

}  // namespace glasscope::sim
