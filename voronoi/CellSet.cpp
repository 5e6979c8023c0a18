#include "voronoi/CellSet.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "core/Elements.h"
#include "core/Error.h"
#include "voronoi/Radii.h"

namespace glasscope::voronoi {

namespace {

struct Volumes {
  double sum = 0, smallest = 1e300;
  std::int64_t count = 0;
};

std::map<int, Volumes> volumesBySpecies(const Atoms& atoms, const CellSet& set) {
  std::map<int, Volumes> out;
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    if (set.surface[i]) continue;
    auto& v = out[atoms.atomicNumbers[i]];
    v.sum += set.cells.volume_A3[i];
    v.smallest = std::min(v.smallest, set.cells.volume_A3[i]);
    ++v.count;
  }
  return out;
}

double referenceVolume(int species, const Volumes& volumes, const StructureSettings& settings) {
  switch (settings.freeVolumeReference) {
    case FreeVolumeReference::speciesMinimum:
      return volumes.smallest;
    case FreeVolumeReference::speciesMean:
      return volumes.sum / static_cast<double>(volumes.count);
    case FreeVolumeReference::given:
      break;
  }
  const auto found = settings.referenceVolume_A3.find(species);
  if (found != settings.referenceVolume_A3.end()) return found->second;
  throw Error(ErrorKind::usage, fmt::format("no reference volume for {}", elementSymbol(species)),
              "the free volume is asked for relative to given volumes",
              "give one in cubic angstrom for every element, or use the species' minimum");
}

}  // namespace

std::int64_t CellSet::surfaceCount() const {
  return std::accumulate(surface.begin(), surface.end(), std::int64_t{0});
}

std::vector<std::uint8_t> surfaceAtoms(const Tessellation& cells, double probe_A) {
  std::vector<std::uint8_t> out(cells.size());
  for (std::size_t i = 0; i < cells.size(); ++i)
    out[i] = cells.open[i] || cells.facesOf(i) == 0 || (probe_A > 0 && cells.reach_A[i] > probe_A);
  return out;
}

CellSet buildCells(const Atoms& atoms, const StructureSettings& settings) {
  CellSet set;
  if (settings.weighting == Weighting::radical)
    set.cells = tessellate(atoms, radiiOf(atoms.atomicNumbers, settings.radii_A));
  else
    set.cells = tessellate(atoms);
  set.surface = surfaceAtoms(set.cells, settings.surfaceProbe_A);
  set.indices = voronoiIndices(set.cells, settings.convention);
  const auto volumes = volumesBySpecies(atoms, set);
  double total = 0;
  for (const auto& [species, v] : volumes) total += v.sum;
  for (const int species : atoms.species()) set.density_per_A3[species] = 0;
  for (const auto& [species, v] : volumes) {
    set.density_per_A3[species] = static_cast<double>(v.count) / total;
    set.referenceVolume_A3[species] = referenceVolume(species, v, settings);
  }
  return set;
}

}  // namespace glasscope::voronoi
