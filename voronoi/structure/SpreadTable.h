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

// Fraction of full icosahedra per centre species under each convention, for one tessellation: what
// one and the same sample is said to be, by the choice of the convention alone.

/// Counts the first `count` atoms of a piece.
void countSpread(Tally& tally, const Atoms& atoms, const Tessellation& cells,
                 const std::vector<std::uint8_t>& surface,
                 const std::vector<IndexConvention>& conventions, std::size_t count);
/// The rows of one tessellation, convention by convention; species in ascending atomic number.
std::vector<SpreadRow> spreadRows(const Tally& tally, Weighting weighting,
                                  const std::vector<IndexConvention>& conventions,
                                  const std::vector<int>& species);

}  // namespace glasscope::voronoi
