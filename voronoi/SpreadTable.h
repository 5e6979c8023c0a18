#pragma once

#include <vector>

#include "core/Atoms.h"
#include "voronoi/StructureReport.h"
#include "voronoi/Tessellation.h"

namespace glasscope::voronoi {

/// Fraction of full icosahedra per centre species under each convention, for one tessellation:
/// what one and the same sample is said to be, by the choice of the convention alone.
std::vector<SpreadRow> conventionSpread(const Atoms& atoms, const Tessellation& cells,
                                        const std::vector<std::uint8_t>& surface,
                                        const std::vector<IndexConvention>& conventions);

}  // namespace glasscope::voronoi
