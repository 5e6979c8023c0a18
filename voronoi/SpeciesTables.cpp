#include "voronoi/SpeciesTables.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "voronoi/Binomial.h"

namespace glasscope::voronoi {

namespace {

SpeciesSummary summarise(const Atoms& atoms, const CellSet& set, int species) {
  SpeciesSummary out;
  out.atomicNumber = species;
  double sum = 0, squares = 0, faces = 0;
  std::int64_t icosahedra = 0;
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    if (atoms.atomicNumbers[i] != species) continue;
    ++out.atoms;
    if (!set.cells.radii_A.empty()) out.radius_A = set.cells.radii_A[i];
    if (set.surface[i]) continue;
    ++out.closed;
    sum += set.cells.volume_A3[i];
    squares += set.cells.volume_A3[i] * set.cells.volume_A3[i];
    faces += static_cast<double>(set.cells.facesOf(i));
    if (isIcosahedron(set.indices[i])) ++icosahedra;
  }
  const auto n = static_cast<double>(out.closed);
  const auto fraction = binomialFraction(icosahedra, out.closed);
  out.icosahedra = fraction.value;
  out.icosahedraError = fraction.standardError;
  out.meanVolume_A3 = sum / n;  // NaN without closed cells, as it should be
  const double variance = std::max(0.0, squares / n - out.meanVolume_A3 * out.meanVolume_A3);
  out.meanVolumeError_A3 = std::sqrt(variance / n);
  out.coordination = faces / n;
  const auto reference = set.referenceVolume_A3.find(species);
  if (reference != set.referenceVolume_A3.end()) out.referenceVolume_A3 = reference->second;
  return out;
}

}  // namespace

std::vector<SpeciesSummary> speciesSummaries(const Atoms& atoms, const CellSet& set) {
  std::vector<SpeciesSummary> out;
  for (const int species : atoms.species()) out.push_back(summarise(atoms, set, species));
  return out;
}

std::vector<MotifCount> motifHistogram(const Atoms& atoms, const CellSet& set, int top) {
  std::vector<MotifCount> out;
  for (const int species : atoms.species()) {
    std::map<VoronoiIndex, std::int64_t> counts;
    std::int64_t closed = 0;
    for (std::size_t i = 0; i < atoms.size(); ++i)
      if (atoms.atomicNumbers[i] == species && !set.surface[i]) {
        ++counts[set.indices[i]];
        ++closed;
      }
    std::vector<std::pair<VoronoiIndex, std::int64_t>> ranked(counts.begin(), counts.end());
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    ranked.resize(std::min(ranked.size(), static_cast<std::size_t>(std::max(0, top))));
    for (const auto& [index, count] : ranked) {
      const auto fraction = binomialFraction(count, closed);
      out.push_back(
          {species, index, kasperName(index), count, fraction.value, fraction.standardError});
    }
  }
  return out;
}

}  // namespace glasscope::voronoi
