#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "core/atoms/Atoms.h"
#include "voronoi/cells/Tessellation.h"
#include "voronoi/descriptors/StructureSettings.h"
#include "voronoi/motifs/VoronoiIndex.h"

namespace glasscope::voronoi {

/// Cells with what every descriptor asks of them.
struct CellSet {
  Tessellation cells;
  std::vector<VoronoiIndex> indices;  ///< under the convention of the columns
  std::vector<std::uint8_t> surface;  ///< 1: cell cut by a wall, bordering on empty space, or empty
  std::map<int, double> density_per_A3;  ///< of each species, over closed cells
  std::map<int, double> referenceVolume_A3;
  std::map<int, double> meanVolume_A3;  ///< of each species, over closed cells

  std::int64_t surfaceCount() const;
};

/// Atoms whose cell touches a wall, has a vertex further away than `probe_A` (0: not asked), or has
/// no volume at all.
std::vector<std::uint8_t> surfaceAtoms(const Tessellation& cells, double probe_A);

/// The cells, computed by this rank or, where the settings say so, by all.
Tessellation tessellateAs(const StructureSettings& settings, const Atoms& atoms,
                          std::span<const double> radii_A);

/// Tessellates and indexes as the settings say. Throws as `tessellate` and `voronoiIndices` do, and
/// Error(usage) when a given reference volume is missing for a species.
CellSet buildCells(const Atoms& atoms, const StructureSettings& settings);

/// Densities and reference volumes from the volumes of the atoms that are not marked as surface.
void setReferences(CellSet& set, const std::vector<int>& atomicNumbers,
                   std::span<const double> volume_A3, std::span<const std::uint8_t> surface,
                   const StructureSettings& settings);

}  // namespace glasscope::voronoi
