// What the index of a cell says: its faces by number of edges, and the polyhedra these name.
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "voronoi/descriptors/DescriptorTable.h"
#include "voronoi/motifs/Motifs.h"

namespace glasscope::voronoi {

namespace {

/// A row whose value the index of the atom decides alone.
template <class Value>
LocalDescriptor ofIndex(std::string name, std::string text, const Value& value) {
  return {std::move(name), "1", std::move(text), [value](const Neighbourhood& here) -> AtomValue {
            return [&indices = here.set().indices, value](std::size_t i) {
              return static_cast<double>(value(indices[i]));
            };
          }};
}

/// Share of the faces with so many edges.
double share(const VoronoiIndex& index, int fewest, int most) {
  const int faces = index.faces();
  int counted = 0;
  for (int edges = fewest; edges <= most; ++edges) counted += index.of(edges);
  return faces > 0 ? static_cast<double>(counted) / faces
                   : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

void addIndices(LocalRows& rows, const DescriptorFacts& facts) {
  const auto how = indexText(facts);
  for (int edges = 3; edges <= 7; ++edges)
    rows.push_back(ofIndex(fmt::format("n{}", edges),
                           fmt::format("Number of faces with {} edges; {}", edges, how),
                           [edges](const VoronoiIndex& index) { return index.of(edges); }));
  const std::pair<const char*, int> folds[] = {{"three", 3}, {"four", 4}, {"five", 5}, {"six", 6}};
  for (const auto& [word, edges] : folds)
    rows.push_back(
        ofIndex(fmt::format("{}_fold_fraction", word),
                fmt::format("Faces with {} edges over all faces of the index; {}", word, how),
                [n = edges](const VoronoiIndex& index) { return share(index, n, n); }));
  rows.push_back(ofIndex(
      "seven_fold_fraction", "Faces with seven and more edges over all faces of the index; " + how,
      [](const VoronoiIndex& index) { return share(index, 7, VoronoiIndex::kMostEdges); }));
}

void addMotifs(LocalRows& rows, const DescriptorFacts& facts) {
  const auto how = indexText(facts);
  rows.push_back(ofIndex("kasper_motif",
                         "Coordination number of the Kasper polyhedron, 0 for none; " + how,
                         kasperNumber));
  rows.push_back(ofIndex("icosahedron", "1 for <0,0,12,0>, else 0; " + how, isIcosahedron));
  rows.push_back(ofIndex("excess_disclinations",
                         "Sum of |5 - edges| over the faces less |12 - faces|: distance from the "
                         "Kasper polyhedron of the same coordination; " +
                             how,
                         excessDisclinations));
  const auto& settings = facts.settings;
  const bool table = !settings.unfavoured.empty();
  rows.push_back({"unfavoured", "1",
                  (table ? std::string("1 for a motif of the given table, else 0; ")
                         : fmt::format("1 for more than {} excess disclinations, else 0; ",
                                       settings.unfavouredBeyond)) +
                      how,
                  [&settings, table](const Neighbourhood& here) -> AtomValue {
                    return [&settings, table, &here](std::size_t i) {
                      const auto& index = here.set().indices[i];
                      const bool yes =
                          table ? inTable(settings.unfavoured, index, here.atoms().atomicNumbers[i])
                                : excessDisclinations(index) > settings.unfavouredBeyond;
                      return yes ? 1.0 : 0.0;
                    };
                  }});
}

}  // namespace glasscope::voronoi
