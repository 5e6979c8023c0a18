#include "voronoi/motifs/VoronoiIndex.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

namespace glasscope::voronoi {

void VoronoiIndex::add(int edges) {
  ++counts[static_cast<std::size_t>(std::clamp(edges, kFewestEdges, kMostEdges) - kFewestEdges)];
}

int VoronoiIndex::faces() const {
  return std::accumulate(counts.begin(), counts.end(), 0);
}

bool VoronoiIndex::obeysEuler() const {
  int sum = 0;
  for (int edges = kFewestEdges; edges <= kMostEdges; ++edges) sum += (6 - edges) * of(edges);
  return sum == 12;
}

std::string VoronoiIndex::text() const {
  int last = 6;
  for (int edges = 7; edges <= kMostEdges; ++edges)
    if (of(edges) > 0) last = edges;
  std::string out = "<";
  for (int edges = kFewestEdges; edges <= last; ++edges)
    out += fmt::format("{}{}", edges > kFewestEdges ? "," : "", of(edges));
  return out + ">";
}

VoronoiIndex makeIndex(int n3, int n4, int n5, int n6) {
  VoronoiIndex index;
  const int given[] = {n3, n4, n5, n6};
  for (std::size_t k = 0; k < 4; ++k) index.counts[k] = static_cast<std::uint8_t>(given[k]);
  return index;
}

}  // namespace glasscope::voronoi
