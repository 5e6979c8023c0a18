#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "voronoi/cells/BrickPlan.h"
#include "voronoi/pairs/FieldCorrelation.h"
#include "voronoi/pairs/RadialDistribution.h"

namespace glasscope::voronoi {

// What is made of pairs of atoms, brick by brick: the bricks that this rank works on are given, all
// ranks together have all, and all get the result for the sample, bit for bit that of the whole.

/// radialDistributions(atoms, radial).
std::vector<RadialDistribution> streamedDistributions(const Atoms& atoms, const BrickShare& share,
                                                      const RadialSettings& radial);

/// The same, with bricks of its own; to be called by all ranks.
std::vector<RadialDistribution> streamedDistributions(const Atoms& atoms,
                                                      const RadialSettings& radial,
                                                      std::int64_t atomsPerBrick);

/// distanceToMarked(atoms, marked, limit_A).
std::vector<double> streamedDepths(const Atoms& atoms, const BrickShare& share,
                                   std::span<const std::uint8_t> marked, double limit_A);

/// fieldCorrelations(atoms, fields, settings) for fields that are levels already.
std::vector<FieldCorrelation> streamedCorrelations(const Atoms& atoms, const BrickShare& share,
                                                   std::span<const FieldLevels> fields,
                                                   const std::vector<std::string>& names,
                                                   const FieldCorrelationSettings& settings);

}  // namespace glasscope::voronoi
