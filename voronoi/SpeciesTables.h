#pragma once

#include <vector>

#include "core/Atoms.h"
#include "voronoi/CellSet.h"
#include "voronoi/StructureReport.h"

namespace glasscope::voronoi {

/// Counts and mean values of each species over its closed cells.
std::vector<SpeciesSummary> speciesSummaries(const Atoms& atoms, const CellSet& set);

/// The most frequent indices of each species, at most `top` of them, most frequent first; equal
/// counts in the order of the indices.
std::vector<MotifCount> motifHistogram(const Atoms& atoms, const CellSet& set, int top);

}  // namespace glasscope::voronoi
