#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/atoms/Atoms.h"
#include "core/math/Tally.h"
#include "voronoi/cells/Tessellation.h"
#include "voronoi/descriptors/CellSet.h"
#include "voronoi/structure/StructureReport.h"

namespace glasscope::voronoi {

/// Fraction of full icosahedra per centre species under each convention, for one tessellation:
/// what one and the same sample is said to be, by the choice of the convention alone.
/// The usual conventions are asked; the cells at hand are not computed again.
std::vector<SpreadRow> conventionSpread(const Atoms& atoms, const CellSet& set, Weighting weighting,
                                        std::span<const double> radii_A,
                                        const StructureSettings& settings);

/// The same in pieces: counts the first `count` atoms of a piece, and makes the table of all.
void countSpread(Tally& tally, const Atoms& atoms, const Tessellation& cells,
                 const std::vector<std::uint8_t>& surface,
                 const std::vector<IndexConvention>& conventions, std::size_t count);
std::vector<SpreadRow> spreadRows(const Tally& tally, Weighting weighting,
                                  const std::vector<IndexConvention>& conventions,
                                  const std::vector<int>& species);

}  // namespace glasscope::voronoi
