#include "voronoi/order/ChemicalOrder.h"

#include <limits>
#include <map>

namespace glasscope::voronoi {

namespace {

struct Counts {
  std::map<int, std::int64_t> centres;
  std::map<std::pair<int, int>, std::int64_t> pairs;  // (centre, neighbour)
  std::int64_t totalCentres = 0;
};

/// Keys {centre} and {centre, neighbour}.
Counts countsOf(const Tally& tally) {
  Counts counts;
  for (const auto& [key, n] : tally.counts()) {
    if (key.size() == 2) {
      counts.pairs[{key[0], key[1]}] = n;
    } else {
      counts.centres[key[0]] = n;
      counts.totalCentres += n;
    }
  }
  return counts;
}

}  // namespace

void countNeighbours(Tally& tally, const Tessellation& cells, const std::vector<int>& atomicNumbers,
                     std::span<const std::uint8_t> surface, std::size_t count) {
  std::map<int, std::int64_t> centres;
  std::map<std::pair<int, int>, std::int64_t> pairs;
  for (std::size_t i = 0; i < count; ++i) {
    if (surface[i]) continue;
    ++centres[atomicNumbers[i]];
    for (auto f = cells.firstFace[i]; f < cells.firstFace[i + 1]; ++f) {
      const auto j = cells.neighbour[static_cast<std::size_t>(f)];
      if (j != Tessellation::kWall)
        ++pairs[{atomicNumbers[i], atomicNumbers[static_cast<std::size_t>(j)]}];
    }
  }
  for (const auto& [species, n] : centres) tally.add({species}, n);
  for (const auto& [pair, n] : pairs) tally.add({pair.first, pair.second}, n);
}

ChemicalOrder chemicalOrder(const Tally& neighbours) {
  ChemicalOrder out;
  out.cargillSpaepen = std::numeric_limits<double>::quiet_NaN();
  auto counts = countsOf(neighbours);
  if (counts.totalCentres == 0) return out;

  std::map<int, double> concentration, coordination;
  for (const auto& [species, n] : counts.centres) {
    concentration[species] = static_cast<double>(n) / static_cast<double>(counts.totalCentres);
    double sum = 0;
    for (const auto& [pair, faces] : counts.pairs)
      if (pair.first == species) sum += static_cast<double>(faces);
    coordination[species] = sum / static_cast<double>(n);
    out.meanCoordination += concentration[species] * coordination[species];
  }
  for (const auto& [a, n] : counts.centres)
    for (const auto& [b, unused] : counts.centres) {
      const double zab = static_cast<double>(counts.pairs[{a, b}]) / static_cast<double>(n);
      out.partialCoordination.push_back({a, b, zab});
      if (coordination[a] > 0)
        out.warrenCowley.push_back({a, b, 1 - zab / (concentration[b] * coordination[a])});
      if (a < b && counts.centres.size() == 2 && coordination[a] > 0 && coordination[b] > 0)
        out.cargillSpaepen =
            zab * out.meanCoordination / (concentration[b] * coordination[a] * coordination[b]) - 1;
    }
  return out;
}

}  // namespace glasscope::voronoi
