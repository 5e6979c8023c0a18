#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/atoms/Atoms.h"
#include "core/math/Tally.h"
#include "voronoi/structure/SampleNumber.h"
#include "voronoi/structure/StructureReport.h"

namespace glasscope::voronoi {

/// What the numbers of a sample are taken from.
struct DescribedSample {
  const Atoms& atoms;
  std::span<const double> volume_A3;         ///< [atom]
  std::span<const std::uint8_t> surface;     ///< [atom]
  const Tally& motifs;                       ///< of countMotifs
  std::span<const double> fiveFoldFraction;  ///< [atom] NaN where no face counts
  std::span<const double> q6_area_weighted;  ///< [atom]
  const StructureReport& report;             ///< species, chemical order, spread, order
};

/// Fractions, means and order of one sample, always the same names in the same order for one
/// reference: species, motifs and the conventions of the spread table are the reference's. NaN for
/// a species that the sample lacks.
std::vector<SampleNumber> sampleNumbers(const DescribedSample& sample,
                                        const StructureReport& reference);

}  // namespace glasscope::voronoi
