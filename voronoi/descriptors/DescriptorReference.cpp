#include "voronoi/descriptors/DescriptorReference.h"

#include <fmt/format.h>

#include "voronoi/descriptors/DescriptorTable.h"

namespace glasscope::voronoi {

namespace {

/// A bar would end a cell of the table.
std::string withoutBars(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

template <class Row>
std::string lineOf(const Row& row) {
  return fmt::format("| `{}` | {} | {} |\n", row.name, row.unit == "1" ? "" : row.unit,
                     withoutBars(row.text));
}

}  // namespace

std::string descriptorReferenceMarkdown() {
  const StructureSettings settings;
  constexpr double kBonds_A = 2.9;  // of silicon, where there is tetrahedral order
  const DescriptorFacts facts{settings, {29, 40}, true, kBonds_A};
  std::string text =
      "# Descriptors\n\n"
      "What is said of every atom: the columns of the files of descriptors, as\n"
      "`glasscope help descriptors` prints them (here for Cu and Zr under the default settings; "
      "`tetrahedrality`,\n"
      "`bonds` and the clusters of low and high density only where atoms have fewer than five "
      "neighbours, or where\n"
      "they are asked for). The description of a column in a file states the settings of that "
      "file. "
      "Atoms at a\n"
      "surface have no value (NaN).\n\n"
      "| name | unit | definition |\n|---|---|---|\n";
  for (const auto& row : localDescriptors(facts)) text += lineOf(row);
  for (const auto& row : sampleDescriptors(facts)) text += lineOf(row);
  text +=
      "| `worst_motif_by_<column>` |  | 1 for atoms of the motif classes with the worst mean of a "
      "column of `voronoi.rank_by`, else 0 |\n";
  return text;
}

}  // namespace glasscope::voronoi
