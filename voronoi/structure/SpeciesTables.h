#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <vector>

#include "core/atoms/Atoms.h"
#include "core/math/Tally.h"
#include "voronoi/descriptors/CellSet.h"
#include "voronoi/structure/StructureReport.h"

namespace glasscope::voronoi {

/// What the tables of species and motifs are made of: counts the first `count` atoms of a piece.
void countMotifs(Tally& tally, const Atoms& atoms, const CellSet& set, std::size_t count);

/// Counts and mean values of each species over its closed cells; volumes and radii are given for
/// all atoms of the sample (radii empty when plain), in the order of the sample.
std::vector<SpeciesSummary> speciesSummaries(const Tally& tally, const Atoms& atoms,
                                             std::span<const double> volume_A3,
                                             std::span<const std::uint8_t> surface,
                                             std::span<const double> radii_A,
                                             const std::map<int, double>& referenceVolume_A3);

/// Standard error of the mean coordination over all species.
double meanCoordinationError(const std::vector<SpeciesSummary>& species);

/// The most frequent indices of each species, at most `top` of them, most frequent first; equal
/// counts in the order of the indices.
std::vector<MotifCount> motifHistogram(const Tally& tally, const std::vector<int>& species,
                                       int top);

/// Closed cells of a species and their faces; closed cells with one index.
std::int64_t closedCellsOf(const Tally& tally, int species);
std::int64_t facesOf(const Tally& tally, int species);
std::int64_t cellsWithIndex(const Tally& tally, int species, const VoronoiIndex& index);
/// Sum over the closed cells of a species of what their index says.
std::int64_t sumOverCells(const Tally& tally, int species,
                          const std::function<std::int64_t(const VoronoiIndex&)>& value);

}  // namespace glasscope::voronoi
