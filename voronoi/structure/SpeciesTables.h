#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "core/atoms/Atoms.h"
#include "core/math/Tally.h"
#include "voronoi/descriptors/CellSet.h"
#include "voronoi/structure/StructureReport.h"

namespace glasscope::voronoi {

/// Counts and mean values of each species over its closed cells.
std::vector<SpeciesSummary> speciesSummaries(const Atoms& atoms, const CellSet& set);

/// Standard error of the mean coordination over all species.
double meanCoordinationError(const std::vector<SpeciesSummary>& species);

/// The most frequent indices of each species, at most `top` of them, most frequent first; equal
/// counts in the order of the indices.
std::vector<MotifCount> motifHistogram(const Atoms& atoms, const CellSet& set, int top);

/// The same in pieces: counts the first `count` atoms of a piece; volumes and radii are given for
/// all atoms of the sample (radii empty when plain), in the order of the sample.
void countMotifs(Tally& tally, const Atoms& atoms, const CellSet& set, std::size_t count);
std::vector<SpeciesSummary> speciesSummaries(const Tally& tally, const Atoms& atoms,
                                             std::span<const double> volume_A3,
                                             std::span<const std::uint8_t> surface,
                                             std::span<const double> radii_A,
                                             const std::map<int, double>& referenceVolume_A3);
std::vector<MotifCount> motifHistogram(const Tally& tally, const std::vector<int>& species,
                                       int top);

}  // namespace glasscope::voronoi
