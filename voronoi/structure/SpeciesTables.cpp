#include "voronoi/structure/SpeciesTables.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "core/math/Binomial.h"
#include "core/math/StandardError.h"

namespace glasscope::voronoi {

namespace {

/// What is counted: atoms, closed cells, their faces and the squares of these by species, closed
/// cells by index.
enum Counted { allAtoms, closedCells, faces, faceSquares, motif };

Tally::Key motifKey(int species, const VoronoiIndex& index) {
  Tally::Key key{motif, species};
  key.insert(key.end(), index.counts.begin(), index.counts.end());
  return key;
}

VoronoiIndex indexOf(const Tally::Key& key) {
  VoronoiIndex index;
  for (std::size_t k = 0; k < index.counts.size(); ++k)
    index.counts[k] = static_cast<std::uint8_t>(key[k + 2]);
  return index;
}

SpeciesSummary summarise(const Tally& tally, const Atoms& atoms, std::span<const double> volume_A3,
                         std::span<const std::uint8_t> surface, int species) {
  SpeciesSummary out;
  out.atomicNumber = species;
  out.atoms = tally.of({allAtoms, species});
  out.closed = tally.of({closedCells, species});
  double sum = 0, squares = 0;
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    if (atoms.atomicNumbers[i] != species || surface[i]) continue;
    sum += volume_A3[i];
    squares += volume_A3[i] * volume_A3[i];
  }
  const auto n = static_cast<double>(out.closed);
  const auto icosahedra = tally.of(motifKey(species, makeIndex(0, 0, 12, 0)));
  const auto fraction = binomialFraction(icosahedra, out.closed);
  out.icosahedra = fraction.value;
  out.icosahedraError = fraction.standardError;
  out.meanVolume_A3 = sum / n;  // NaN without closed cells, as it should be
  out.meanVolumeError_A3 = standardErrorOfMean(out.meanVolume_A3, squares / n, n);
  out.coordination = static_cast<double>(tally.of({faces, species})) / n;
  out.coordinationError = standardErrorOfMean(
      out.coordination, static_cast<double>(tally.of({faceSquares, species})) / n, n);
  return out;
}

}  // namespace

double meanCoordinationError(const std::vector<SpeciesSummary>& species) {
  double n = 0, sum = 0, squares = 0;
  for (const auto& s : species) {
    n += static_cast<double>(s.closed);
    if (s.closed > 0) sum += static_cast<double>(s.closed) * s.coordination;
  }
  const double mean = sum / n;
  for (const auto& s : species) {
    const auto closed = static_cast<double>(s.closed);
    // Of the atoms of a species off their own mean, and of that mean off the mean of all.
    if (s.closed > 1) squares += s.coordinationError * s.coordinationError * closed * (closed - 1);
    if (s.closed > 0) squares += closed * (s.coordination - mean) * (s.coordination - mean);
  }
  return standardErrorOfMean(squares, n);
}

void countMotifs(Tally& tally, const Atoms& atoms, const CellSet& set, std::size_t count) {
  std::map<int, std::array<std::int64_t, motif>> numbers;
  std::map<std::pair<int, VoronoiIndex>, std::int64_t> motifs;
  for (std::size_t i = 0; i < count; ++i) {
    const int species = atoms.atomicNumbers[i];
    auto& n = numbers[species];
    ++n[allAtoms];
    if (set.surface[i]) continue;
    ++n[closedCells];
    n[faces] += set.cells.facesOf(i);
    n[faceSquares] += set.cells.facesOf(i) * set.cells.facesOf(i);
    ++motifs[{species, set.indices[i]}];
  }
  for (const auto& [species, n] : numbers)
    for (const int what : {allAtoms, closedCells, faces, faceSquares})
      tally.add({what, species}, n[static_cast<std::size_t>(what)]);
  for (const auto& [key, n] : motifs) tally.add(motifKey(key.first, key.second), n);
}

std::vector<SpeciesSummary> speciesSummaries(const Tally& tally, const Atoms& atoms,
                                             std::span<const double> volume_A3,
                                             std::span<const std::uint8_t> surface,
                                             std::span<const double> radii_A,
                                             const std::map<int, double>& referenceVolume_A3) {
  std::vector<SpeciesSummary> out;
  for (const int species : atoms.species()) {
    auto summary = summarise(tally, atoms, volume_A3, surface, species);
    const auto first = std::find(atoms.atomicNumbers.begin(), atoms.atomicNumbers.end(), species);
    if (!radii_A.empty())
      summary.radius_A = radii_A[static_cast<std::size_t>(first - atoms.atomicNumbers.begin())];
    const auto reference = referenceVolume_A3.find(species);
    if (reference != referenceVolume_A3.end()) summary.referenceVolume_A3 = reference->second;
    out.push_back(summary);
  }
  return out;
}

std::vector<MotifCount> motifHistogram(const Tally& tally, const std::vector<int>& species,
                                       int top) {
  std::vector<MotifCount> out;
  for (const int z : species) {
    std::vector<std::pair<VoronoiIndex, std::int64_t>> ranked;
    for (const auto& [key, count] : tally.counts())
      if (key[0] == motif && key[1] == z) ranked.emplace_back(indexOf(key), count);
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    ranked.resize(std::min(ranked.size(), static_cast<std::size_t>(std::max(0, top))));
    for (const auto& [index, count] : ranked) {
      const auto fraction = binomialFraction(count, tally.of({closedCells, z}));
      out.push_back({z, index, kasperName(index), count, fraction.value, fraction.standardError});
    }
  }
  return out;
}

std::int64_t closedCellsOf(const Tally& tally, int species) {
  return tally.of({closedCells, species});
}

std::int64_t facesOf(const Tally& tally, int species) {
  return tally.of({faces, species});
}

std::int64_t cellsWithIndex(const Tally& tally, int species, const VoronoiIndex& index) {
  return tally.of(motifKey(species, index));
}

std::int64_t sumOverCells(const Tally& tally, int species,
                          const std::function<std::int64_t(const VoronoiIndex&)>& value) {
  std::int64_t sum = 0;
  for (const auto& [key, count] : tally.counts())
    if (key[0] == motif && key[1] == species) sum += count * value(indexOf(key));
  return sum;
}

}  // namespace glasscope::voronoi
