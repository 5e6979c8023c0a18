#pragma once

#include <span>
#include <vector>

#include "core/atoms/Atoms.h"
#include "voronoi/descriptors/CellSet.h"
#include "voronoi/structure/FrameNumber.h"
#include "voronoi/structure/StructureReport.h"

namespace glasscope::voronoi {

/// What the numbers of a frame are taken from.
struct DescribedFrame {
  const Atoms& atoms;
  const CellSet& set;
  std::span<const double> q6_area_weighted;  ///< [atom]
  const OrderSummary& order;
  const std::vector<SpreadRow>& spread;
};

/// Fractions, means and order of one frame, always the same names in the same order for one
/// reference: species, motifs and the conventions of the spread table are the reference's. NaN for
/// a species that the frame lacks.
std::vector<FrameNumber> frameNumbers(const DescribedFrame& frame,
                                      const StructureReport& reference);
/// The same, with what it takes computed; called by all ranks where the settings say so.
std::vector<FrameNumber> frameNumbers(const Atoms& atoms, const StructureReport& reference);

}  // namespace glasscope::voronoi
