#include "voronoi/descriptors/CellSet.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "core/atoms/Elements.h"
#include "core/system/Error.h"
#include "voronoi/cells/Radii.h"

namespace glasscope::voronoi {

namespace {

struct Volumes {
  double sum = 0, smallest = 1e300;
  std::int64_t count = 0;
};

std::map<int, Volumes> volumesBySpecies(const std::vector<int>& atomicNumbers,
                                        std::span<const double> volume_A3,
                                        std::span<const std::uint8_t> surface) {
  std::map<int, Volumes> out;
  for (std::size_t i = 0; i < atomicNumbers.size(); ++i) {
    auto& v = out[atomicNumbers[i]];
    if (surface[i]) continue;
    v.sum += volume_A3[i];
    v.smallest = std::min(v.smallest, volume_A3[i]);
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

Tessellation tessellateAs(const StructureSettings& settings, const Atoms& atoms,
                          std::span<const double> radii_A) {
  return settings.overRanks ? tessellateOverRanks(atoms, radii_A) : tessellate(atoms, radii_A);
}

CellSet buildCells(const Atoms& atoms, const StructureSettings& settings) {
  CellSet set;
  std::vector<double> radii;
  if (settings.weighting == Weighting::radical)
    radii = radiiOf(atoms.atomicNumbers, settings.radii_A);
  set.cells = tessellateAs(settings, atoms, radii);
  set.surface = surfaceAtoms(set.cells, settings.surfaceProbe_A);
  set.indices = voronoiIndices(set.cells, settings.convention);
  setReferences(set, atoms.atomicNumbers, set.cells.volume_A3, set.surface, settings);
  return set;
}

void setReferences(CellSet& set, const std::vector<int>& atomicNumbers,
                   std::span<const double> volume_A3, std::span<const std::uint8_t> surface,
                   const StructureSettings& settings) {
  const auto volumes = volumesBySpecies(atomicNumbers, volume_A3, surface);
  double total = 0;
  for (const auto& [species, v] : volumes) total += v.sum;
  for (const auto& [species, v] : volumes) {
    set.density_per_A3[species] = v.count > 0 ? static_cast<double>(v.count) / total : 0;
    if (v.count == 0) continue;
    set.referenceVolume_A3[species] = referenceVolume(species, v, settings);
    set.meanVolume_A3[species] = v.sum / static_cast<double>(v.count);
  }
}

}  // namespace glasscope::voronoi
