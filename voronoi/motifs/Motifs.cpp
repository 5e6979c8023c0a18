#include "voronoi/motifs/Motifs.h"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "core/atoms/Elements.h"
#include "core/system/Error.h"
#include "core/system/Text.h"

namespace glasscope::voronoi {

namespace {

VoronoiIndex withSixEdges(int n4, int n5, int n6) {
  return makeIndex(0, n4, n5, n6);
}

}  // namespace

const std::vector<Motif>& kasperMotifs() {
  static const std::vector<Motif> motifs = {{"Z8", withSixEdges(4, 4, 0), 0},
                                            {"Z9", withSixEdges(3, 6, 0), 0},
                                            {"Z10", withSixEdges(2, 8, 0), 0},
                                            {"Z11", withSixEdges(2, 8, 1), 0},
                                            {"Z12 icosahedron", withSixEdges(0, 12, 0), 0},
                                            {"Z13", withSixEdges(1, 10, 2), 0},
                                            {"Z14", withSixEdges(0, 12, 2), 0},
                                            {"Z15", withSixEdges(0, 12, 3), 0},
                                            {"Z16", withSixEdges(0, 12, 4), 0}};
  return motifs;
}

int kasperNumber(const VoronoiIndex& index) {
  const auto& motifs = kasperMotifs();
  const auto found =
      std::find_if(motifs.begin(), motifs.end(), [&](const Motif& m) { return m.index == index; });
  return found == motifs.end() ? 0 : index.faces();
}

std::string kasperName(const VoronoiIndex& index) {
  for (const auto& motif : kasperMotifs())
    if (motif.index == index) return motif.name;
  return "";
}

bool isIcosahedron(const VoronoiIndex& index) {
  return index == makeIndex(0, 0, 12, 0);
}

int excessDisclinations(const VoronoiIndex& index) {
  int disclinations = 0;
  for (int edges = VoronoiIndex::kFewestEdges; edges <= VoronoiIndex::kMostEdges; ++edges)
    disclinations += std::abs(5 - edges) * index.of(edges);
  return disclinations - std::abs(12 - index.faces());
}

Motif motifOf(const std::string& text) {
  const auto fail = [&](const std::string& why) {
    throw Error(ErrorKind::usage, fmt::format("'{}' names no motif", text), why,
                "write for example \"<0,0,12,0>\", or \"Cu <0,2,8,1>\" for one element");
  };
  const auto open = text.find('<'), close = text.find('>');
  if (open == std::string::npos || close == std::string::npos || close < open)
    fail("an index stands between < and >");
  if (!trim(std::string_view(text).substr(close + 1)).empty()) fail("nothing follows the index");
  Motif motif;
  motif.name = text;
  const auto element = trim(std::string_view(text).substr(0, open));
  if (!element.empty()) motif.centre = atomicNumber(element);
  int edges = VoronoiIndex::kFewestEdges;
  for (const auto word : split(std::string_view(text).substr(open + 1, close - open - 1), ',')) {
    const auto count = parseInteger(trim(word), text);
    if (count < 0 || count > 255) fail("a cell has between 0 and 255 faces of a kind");
    if (edges > VoronoiIndex::kMostEdges) fail("it has too many numbers");
    for (std::int64_t i = 0; i < count; ++i) motif.index.add(edges);
    ++edges;
  }
  return motif;
}

bool inTable(const std::vector<Motif>& table, const VoronoiIndex& index, int centre) {
  return std::any_of(table.begin(), table.end(), [&](const Motif& m) {
    return m.index == index && (m.centre == 0 || m.centre == centre);
  });
}

}  // namespace glasscope::voronoi
